/** One plane's box blur of `radius` pixels each way, in place, borders repeated; running sums, so the radius costs nothing. */
export function boxBlur(plane: Float32Array, width: number, height: number, radius: number): void {
  if (radius < 1) return;
  const line = new Float32Array(Math.max(width, height));
  for (let y = 0; y < height; y++) blurLine(plane, y * width, 1, width, radius, line);
  for (let x = 0; x < width; x++) blurLine(plane, x, width, height, radius, line);
}

function blurLine(
  data: Float32Array,
  offset: number,
  stride: number,
  length: number,
  radius: number,
  line: Float32Array,
): void {
  for (let i = 0; i < length; i++) line[i] = data[offset + i * stride] ?? 0;
  const first = line[0] ?? 0;
  const last = line[length - 1] ?? 0;
  let sum = first * (radius + 1);
  for (let i = 0; i < radius; i++) sum += i < length ? (line[i] ?? 0) : last;
  const scale = 1 / (2 * radius + 1);
  for (let i = 0; i < length; i++) {
    const entering = i + radius;
    const leaving = i - radius - 1;
    sum += entering < length ? (line[entering] ?? 0) : last;
    sum -= leaving >= 0 ? (line[leaving] ?? 0) : first;
    data[offset + i * stride] = sum * scale;
  }
}
