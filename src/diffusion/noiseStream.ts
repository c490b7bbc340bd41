import { fma, logFloat32, sinCosFloat32 } from './floatMath';
import { MersenneTwister } from './mersenneTwister';
import { philox, type Words } from './philox';

/** Where noise is drawn in PyTorch: the two give different numbers for one seed. */
export type NoiseDevice = 'cpu' | 'cuda';

/** Noise that goes on from draw to draw, as a generator that is handed to every draw does. */
export interface NoiseStream {
  /** The next `size` values of a normal distribution of variance one, as one call of `torch.randn` gives them. */
  draw(size: number): Float32Array<ArrayBuffer>;
}

/**
 * `torch.Generator(device).manual_seed(seed)` handed to `torch.randn`. `seed`: a whole number from 0 to 2^53 - 1. `cpu` is bit for bit
 * (checked against PyTorch 2.13 on x86-64 with AVX2). `cuda`: the random bits are exact, the normal values within 2e-6: the graphics card
 * takes sines by a table of its own. Draws of more values than a card has threads depend on the card; here it is taken to be big enough, as
 * the tools do that draw "as on Nvidia" elsewhere.
 */
export function createNoiseStream(device: NoiseDevice, seed: number): NoiseStream {
  return device === 'cpu' ? new CpuNoise(seed) : new CudaNoise(seed);
}

const f = Math.fround;
const TWO_PI = f(2 * Math.PI);
/** Values the vector code of PyTorch makes at once. */
const BLOCK = 16;

class CpuNoise implements NoiseStream {
  private readonly generator: MersenneTwister;
  /** The sine's half of a pair, kept for the next short draw; long draws leave it where it is. */
  private spare: number | null = null;

  constructor(seed: number) {
    this.generator = new MersenneTwister(seed);
  }

  draw(size: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(size);
    if (size < BLOCK) {
      for (let i = 0; i < size; i++) values[i] = this.one();
      return values;
    }
    const { generator } = this;
    for (let i = 0; i < size; i++) values[i] = generator.uniform24();
    for (let start = 0; start + BLOCK <= size; start += BLOCK) boxMuller(values, start);
    if (size % BLOCK !== 0) {
      // PyTorch draws the last 16 values anew, over some that were done already.
      const start = size - BLOCK;
      for (let i = start; i < size; i++) values[i] = generator.uniform24();
      boxMuller(values, start);
    }
    return values;
  }

  /** The path of short tensors: double precision, two normal values from two uniform ones. */
  private one(): number {
    if (this.spare !== null) {
      const value = this.spare;
      this.spare = null;
      return value;
    }
    const angle = 2 * Math.PI * this.generator.uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-this.generator.uniform53()));
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

/** 16 uniform values to 16 normal ones, in place: the first 8 give the radius, the others the angle (Box and Muller, 1958). */
function boxMuller(values: Float32Array, start: number): void {
  const half = BLOCK / 2;
  for (let i = start; i < start + half; i++) {
    const radius = f(Math.sqrt(f(-2 * logFloat32(f(1 - (values[i] ?? 0))))));
    const { sin, cos } = sinCosFloat32(f(TWO_PI * (values[i + half] ?? 0)));
    values[i] = f(radius * cos);
    values[i + half] = f(radius * sin);
  }
}

const TO_UNIT = 2 ** -32;
const TO_ANGLE = f(2 ** -32 * 2 * Math.PI);

class CudaNoise implements NoiseStream {
  private readonly keyLow: number;
  private readonly keyHigh: number;
  private draws = 0;

  constructor(seed: number) {
    this.keyLow = (seed % 2 ** 32) >>> 0;
    this.keyHigh = Math.floor(seed / 2 ** 32);
  }

  /** A thread a value: its place is the counter's upper half, the number of the draw the lower; of four normals it uses the first. */
  draw(size: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(size);
    const words: Words = [0, 0, 0, 0];
    for (let i = 0; i < size; i++) {
      words[0] = this.draws;
      words[1] = 0;
      words[2] = i;
      words[3] = 0;
      const [x, y] = philox(words, this.keyLow, this.keyHigh);
      const radius = f(Math.sqrt(f(-2 * f(Math.log(f(f(x) * TO_UNIT + TO_UNIT / 2))))));
      values[i] = radius * f(Math.sin(fma(f(y), TO_ANGLE, TO_ANGLE / 2)));
    }
    this.draws++;
    return values;
  }
}
