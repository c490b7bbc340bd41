/** SHA-256 of the bytes, as 64 hexadecimal digits. */
export async function sha256(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  // Its type says that it is always there; pages without https have none, and count more slowly.
  const subtle: SubtleCrypto | undefined = crypto.subtle;
  if (!subtle) return (await import('hash-wasm')).sha256(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes);
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
