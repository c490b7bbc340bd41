/** IPTC's words for how a picture came about, as far as they concern us. */
export type DigitalSourceType = 'trainedAlgorithmicMedia' | 'compositeWithTrainedAlgorithmicMedia';

/** Longest request that is taken out, in characters with its escapes; twice as long as any that is written. */
const MAX_OWN = 400_000;
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
    const start = xmp.indexOf(open);
    const end = start < 0 ? -1 : xmp.indexOf(close, start + open.length);
    if (end >= 0 && end - start < MAX_OWN) return unescapeXml(xmp.slice(start + open.length, end));
  }
  return null;
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
