import fc from 'fast-check';
import { readFragment } from '../src/metadata/link';
import { readPicture, readWholePicture } from '../src/metadata/picture';
import { DAMAGED_FILES, DAMAGED_LINKS } from '../src/metadata/testing/arbitraryFiles';
import { HOSTILE_LINKS, HOSTILE_PICTURES } from '../src/metadata/testing/hostile';
import { HOSTILE_HIDDEN } from '../src/metadata/testing/hostileHidden';
import { atMost, median, type Benchmark, type Row } from './table';

const REPEATS = 5;
/** Milliseconds that a hostile file may keep the page from answering. */
const HANG = 100;

/** Milliseconds of processor time: what it takes on a machine with nothing else to do. */
function time(work: () => unknown): number {
  const runs = Array.from({ length: REPEATS }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return median(runs);
}

/** Reads of each damaged file. The shortest counts: a hang hangs every time, a machine with other things to do does not. */
const READS = 3;

/** Milliseconds of wall time of the longest single read of each kind, after one round to warm up. */
function longestReads(): Row[] {
  const wallTime = (read: () => unknown) => {
    const before = performance.now();
    read();
    return performance.now() - before;
  };
  const longest = (kind: string, reads: readonly (() => unknown)[]) => {
    reads.forEach((read) => read());
    const times = reads.map((read) => Math.min(...Array.from({ length: READS }, () => wallTime(read))));
    const what = `longest of ${reads.length.toLocaleString('en')} damaged ${kind} (wall time, best of ${READS})`;
    return atMost(what, Math.max(...times), 'ms', HANG);
  };
  const { fragments, ...links } = DAMAGED_LINKS;
  return [
    ...DAMAGED_FILES.map(({ kind, files, ...how }) =>
      longest(
        kind,
        fc.sample(files, how).map((bytes) => () => readPicture(bytes)),
      ),
    ),
    longest(
      'links',
      fc.sample(fragments, links).map((fragment) => () => readFragment(fragment)),
    ),
  ];
}

/** Milliseconds of wall time of the longest turn in which nothing else gets to run, while work goes on that waits in between. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const ticking = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  });
  await work();
  clearInterval(ticking);
  return Math.max(longest, performance.now() - last);
}

/** The same for each picture in whose pixels a text is looked for. */
async function hiddenTexts(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, make] of Object.entries(HOSTILE_HIDDEN)) {
    const bytes = make();
    const turns: number[] = [];
    for (let i = 0; i < READS; i++) turns.push(await longestTurn(() => readWholePicture(bytes)));
    rows.push(atMost(`${what} (longest turn, wall time, best of ${READS})`, Math.min(...turns), 'ms', HANG));
  }
  return rows;
}

export const benchmark: Benchmark = {
  name: 'Reading damaged and hostile pictures and links (Node, processor time where no other is named)',
  run: async () => {
    const rows: Row[] = [];
    for (const [what, make] of Object.entries(HOSTILE_PICTURES)) {
      const bytes = new Uint8Array(make());
      rows.push(
        atMost(
          what,
          time(() => readPicture(bytes)),
          'ms',
          HANG,
        ),
      );
    }
    for (const [what, make] of Object.entries(HOSTILE_LINKS)) {
      const link = `#s=${Buffer.from(make()).toString('base64url')}`;
      rows.push(
        atMost(
          what,
          time(() => readFragment(link)),
          'ms',
          HANG,
        ),
      );
    }
    return [...longestReads(), ...(await hiddenTexts()), ...rows.sort((a, b) => b.value - a.value)];
  },
};
