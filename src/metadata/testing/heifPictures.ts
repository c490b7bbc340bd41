/** One item of a HEIF file: AVIF keeps EXIF and XMP in such. */
export interface HeifItem {
  id: number;
  /** Four letters: "Exif", or "mime" with a content type. */
  type: string;
  content: string;
  bytes: Uint8Array;
}

export interface HeifParts {
  brand?: string;
  items?: readonly HeifItem[];
  /** Puts the items' bytes into the box of the metadata instead of the one of the media. */
  isInside?: boolean;
  /** The item table itself, where it is to be another one. */
  iloc?: Uint8Array;
  /** In pixels, and quarter turns to the left. */
  size?: { width: number; height: number; turns?: number };
  ipma?: Uint8Array;
}

export function heifBox(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

const bytes = (size: number, ...values: readonly number[]) =>
  Buffer.concat(
    values.map((value) => {
      const out = Buffer.alloc(size);
      out.writeUIntBE(value, 0, size);
      return out;
    }),
  );
const version = (number: number) => Buffer.from([number, 0, 0, 0]);

/** The boxes of an AVIF file around no picture at all, by ISO 14496-12 and 23008-12 and without the code under test. */
export function heif({
  brand = 'avif',
  items = [],
  isInside = false,
  iloc,
  size,
  ipma,
}: HeifParts): Uint8Array<ArrayBuffer> {
  const ftyp = heifBox('ftyp', Buffer.from(brand), bytes(4, 0), Buffer.from('mif1miaf'));
  const contents = Buffer.concat(items.map((item) => item.bytes));
  const entry = ({ id, type, content }: HeifItem) =>
    heifBox('infe', version(2), bytes(2, id, 0), Buffer.from(`${type}\0${content}\0`, 'latin1'));
  const iinf = heifBox('iinf', version(0), bytes(2, Math.min(items.length, 65_535)), ...items.map(entry));
  const properties = size
    ? [
        heifBox('ispe', version(0), bytes(4, size.width, size.height)),
        ...(size.turns === undefined ? [] : [heifBox('irot', Buffer.from([size.turns]))]),
      ]
    : [];
  const own = Buffer.concat([
    version(0),
    bytes(4, 1),
    bytes(2, 1),
    Buffer.from([properties.length, ...properties.map((_, i) => 128 + i + 1)]),
  ]);
  const meta = (offset: number) => {
    let at = offset;
    const rows = items.map(({ id, bytes: content }) => {
      const start = at;
      at += content.length;
      return Buffer.concat([bytes(2, id, isInside ? 1 : 0, 0, 1), bytes(4, start, content.length)]);
    });
    const table =
      iloc ?? Buffer.concat([version(1), Buffer.from([0x44, 0]), bytes(2, Math.min(items.length, 65_535)), ...rows]);
    return heifBox(
      'meta',
      version(0),
      heifBox('pitm', version(0), bytes(2, 1)),
      iinf,
      heifBox('iloc', table),
      heifBox('iprp', heifBox('ipco', ...properties), heifBox('ipma', ipma ?? own)),
      ...(isInside ? [heifBox('idat', contents)] : []),
    );
  };
  const start = isInside ? 0 : ftyp.length + meta(0).length + 8;
  return new Uint8Array(Buffer.concat([ftyp, meta(start), heifBox('mdat', ...(isInside ? [] : [contents]))]));
}
