/** IPTC's words for how a picture came about, as far as they concern us. */
export type DigitalSourceType = 'trainedAlgorithmicMedia' | 'compositeWithTrainedAlgorithmicMedia';

/** Longest text that is taken out, in characters with its escapes; twice as long as any request that is written. */
const MAX_TEXT = 400_000;
const OWN_NAMESPACE = 'urn:outpane:1.0';
const ESCAPES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' };

export interface XmpData {
  digitalSourceType: DigitalSourceType;
  /** The program's name and version. */
  creatorTool: string;
  /** Our own request as JSON, for containers that have no place of their own for it; ASCII only. */
  requestJson?: string;
}

/** An XMP packet. The source type is IPTC's property with its controlled vocabulary's address as the value. */
export function writeXmp({ digitalSourceType, creatorTool, requestJson }: XmpData): string {
  const own = requestJson === undefined ? '' : `<outpane:request>${escapeXml(requestJson)}</outpane:request>`;
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ` xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:outpane="${OWN_NAMESPACE}"`,
    ` xmp:CreatorTool="${escapeXml(creatorTool)}"`,
    ` Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${digitalSourceType}">`,
    `${own}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`,
  ].join('');
}

/** The last word of the source type's address, whatever tool wrote it (Latin letters, at most 60), or null. No XML is parsed. */
export function readDigitalSourceType(xmp: string): string | null {
  const at = xmp.indexOf('DigitalSourceType');
  if (at < 0) return null;
  return /digitalsourcetype\/([A-Za-z]{1,60})/.exec(xmp.slice(at, at + 500))?.[1] ?? null;
}

/** Our own request's JSON, or null. Written as an element; tools that rewrite XMP may have made an attribute of it. */
export function readRequestJson(xmp: string): string | null {
  for (const [open, close] of [
    ['<outpane:request>', '</outpane:request>'],
    ['outpane:request="', '"'],
    ["outpane:request='", "'"],
  ] as const) {
    const json = between(xmp, open, close);
    if (json !== undefined) return unescapeXml(json);
  }
  return null;
}

/** EXIF's comment and the description, in which some tools keep what made the picture. No XML is parsed. */
export function xmpTexts(xmp: string): { comment?: string; description?: string } {
  return { comment: propertyText(xmp, 'exif:UserComment'), description: propertyText(xmp, 'dc:description') };
}

/** A property's text, which may stand in an attribute, in the element or in the first of its list. */
function propertyText(xmp: string, name: string): string | undefined {
  for (const quote of ['"', "'"]) {
    const attribute = between(xmp, ` ${name}=${quote}`, quote);
    if (attribute !== undefined) return unescapeXml(attribute);
  }
  const element = between(xmp, `<${name}`, `</${name}>`);
  if (element === undefined) return undefined;
  const inner = element.slice(element.indexOf('>') + 1);
  const item = between(inner, '<rdf:li', '</rdf:li>');
  const text = item === undefined ? inner : item.slice(item.indexOf('>') + 1);
  return unescapeXml(text.replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, ''));
}

function between(text: string, open: string, close: string): string | undefined {
  const start = text.indexOf(open);
  const end = start < 0 ? -1 : text.indexOf(close, start + open.length);
  return end < 0 || end - start > MAX_TEXT ? undefined : text.slice(start + open.length, end);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (c) => ESCAPES[c] ?? '');
}

/** The five named entities and numbers; anything else stays as it is, so nothing can expand. */
function unescapeXml(text: string): string {
  return text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, name, decimal, hex) => {
    if (name !== undefined) return { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }[name as string] ?? whole;
    const code = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
