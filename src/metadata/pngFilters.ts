/**
 * Undoes a PNG row's filter in place (PNG, 9.2). `above` is the row before, already undone; `step` the bytes of a whole pixel, at least 1.
 * False for a filter that there is none of.
 */
export function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): boolean {
  const length = row.length;
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let i = step; i < length; i++) row[i] = (row[i] ?? 0) + (row[i - step] ?? 0);
      return true;
    case 2:
      for (let i = 0; i < length; i++) row[i] = (row[i] ?? 0) + (above[i] ?? 0);
      return true;
    case 3:
      for (let i = 0; i < length; i++)
        row[i] = (row[i] ?? 0) + (((i < step ? 0 : (row[i - step] ?? 0)) + (above[i] ?? 0)) >> 1);
      return true;
    case 4:
      for (let i = 0; i < length; i++) {
        row[i] = (row[i] ?? 0) + predict(row, above, i, step);
      }
      return true;
    default:
      return false;
  }
}

/** A row as the Paeth filter leaves it, into `out`: photographs and drawings both pack well behind it. */
export function filterPaeth(row: Uint8Array, above: Uint8Array, step: number, out: Uint8Array): void {
  for (let i = 0; i < row.length; i++) {
    out[i] = (row[i] ?? 0) - predict(row, above, i, step);
  }
}

const predict = (row: Uint8Array, above: Uint8Array, i: number, step: number): number =>
  i < step ? (above[i] ?? 0) : paeth(row[i - step] ?? 0, above[i] ?? 0, above[i - step] ?? 0);

/** The one of the three neighbours that is nearest to left + up - corner (PNG, 9.4). */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
