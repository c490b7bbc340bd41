/** Reads big-endian numbers and pieces one after the other. Behind the end everything is 0 and empty; nothing throws. */
export class ByteReader {
  at = 0;

  constructor(private readonly data: Uint8Array) {}

  get left(): number {
    return Math.max(0, this.data.length - this.at);
  }

  /** A whole number of 0 to 8 bytes; those beyond 2^53 lose their lowest bits. */
  number(size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + (this.data[this.at + i] ?? 0);
    this.at += size;
    return value;
  }

  /** View of the next bytes, fewer at the end. */
  bytes(size: number): Uint8Array {
    const piece = this.data.subarray(this.at, this.at + size);
    this.at += size;
    return piece;
  }
}
