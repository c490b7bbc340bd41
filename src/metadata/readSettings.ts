import { readA1111 } from './a1111';
import { ownSettings, type ImportedSettings } from './importedSettings';
import { OWN_KEYWORD, readRequestJsonText } from './ownJson';
import { readComfyUi } from './readers/comfyui';
import { readFooocus, readFooocusComment } from './readers/fooocus';
import { readDream, readInvokeAi, readInvokeAi2 } from './readers/invokeai';

/**
 * The settings in a picture's texts (by keyword), or null where no tool that is known here wrote any. The most exact source
 * wins: our own request, then the tools' own formats, then A1111's text, which many write beside theirs, then ComfyUI's graph,
 * which says it only indirectly.
 */
export function readSettings(fields: ReadonlyMap<string, string>): ImportedSettings | null {
  const warnings: string[] = [];
  const own = fields.get(OWN_KEYWORD);
  if (own !== undefined) {
    const request = readRequestJsonText(own);
    if (request.ok) return ownSettings(request.value);
    warnings.push(`Outpane's own settings in this picture can't be used. ${request.reason}`);
  }
  const found = readForeign(fields);
  return found && { ...found, warnings: [...warnings, ...found.warnings] };
}

function readForeign(fields: ReadonlyMap<string, string>): ImportedSettings | null {
  const read = (keyword: string, reader: (text: string) => ImportedSettings | null) => {
    const text = fields.get(keyword);
    return text === undefined ? null : reader(text);
  };
  return (
    read('invokeai_metadata', readInvokeAi) ??
    read('sd-metadata', readInvokeAi2) ??
    read('Dream', readDream) ??
    read('parameters', (text) => readFooocus(text, fields.get('fooocus_scheme'))) ??
    read('parameters', readA1111) ??
    readComfyUi(fields.get('prompt'), fields.get('workflow')) ??
    read('Comment', readFooocusComment)
  );
}
