import { readA1111 } from './a1111';
import { parseForeignObject, type ForeignObject } from './foreignJson';
import { ownSettings, type ImportedSettings } from './importedSettings';
import { OWN_KEYWORD, readRequestJsonText } from './ownJson';
import { XMP_KEYWORD } from './pictureTexts';
import { readComfyUi } from './readers/comfyui';
import { readDrawThings, readDrawThingsText } from './readers/drawThings';
import { readEasyDiffusion } from './readers/easyDiffusion';
import { readFooocus, readFooocusParameters } from './readers/fooocus';
import { readDream, readInvokeAi, readInvokeAi2 } from './readers/invokeai';
import { readNovelAi } from './readers/novelai';
import { readSwarmUi } from './readers/swarmui';
import { xmpTexts } from './xmp';

/**
 * The settings in a picture's texts (by keyword) and XMP packet, or null where no tool that is known here wrote any. What a text
 * is says its content, not the keyword: what pictures pass through moves texts about. The most exact source wins: our own
 * request, then the tools' own formats, then A1111's text, which many write beside theirs, then ComfyUI's graph, which says it
 * only indirectly.
 */
export function readSettings(fields: ReadonlyMap<string, string>, xmp: string | null): ImportedSettings | null {
  const warnings: string[] = [];
  const own = fields.get(OWN_KEYWORD);
  if (own !== undefined) {
    const request = readRequestJsonText(own);
    if (request.ok) return ownSettings(request.value);
    warnings.push(`Outpane's own settings in this picture can't be used. ${request.reason}`);
  }
  const found = readForeign(fields, xmp);
  return found && { ...found, warnings: [...warnings, ...found.warnings] };
}

function readForeign(fields: ReadonlyMap<string, string>, xmp: string | null): ImportedSettings | null {
  const others = [...fields].filter(([keyword]) => keyword !== OWN_KEYWORD && keyword !== XMP_KEYWORD);
  const { comment, description } = xmp === null ? {} : xmpTexts(xmp);
  const inXmp = [comment, description].filter((text) => text !== undefined);
  const texts = [...others.map(([, text]) => text), ...inXmp];
  const objects = texts.map(parseForeignObject).filter((json) => json !== null);
  const fieldsAsOne: ForeignObject = Object.fromEntries(others);
  const parameters = fields.get('parameters');
  const dream = fields.get('Dream');
  return (
    first(objects, readInvokeAi) ??
    first(objects, readInvokeAi2) ??
    (dream === undefined ? null : readDream(dream)) ??
    first(objects, readFooocus) ??
    first(objects, readSwarmUi) ??
    first(objects, readDrawThings) ??
    first(objects, (json) => readNovelAi(json, fields)) ??
    first([...objects, fieldsAsOne], readEasyDiffusion) ??
    (parameters !== undefined && fields.has('fooocus_scheme') ? readFooocusParameters(parameters) : null) ??
    (xmp?.includes('Draw Things') ? first(inXmp, readDrawThingsText) : null) ??
    first(texts, readA1111) ??
    readComfyUi(objects)
  );
}

/** The first that the reader understands. */
function first<T>(all: readonly T[], reader: (one: T) => ImportedSettings | null): ImportedSettings | null {
  for (const one of all) {
    const settings = reader(one);
    if (settings) return settings;
  }
  return null;
}
