import { readFragment } from '../src/metadata/link';
import { readPicture } from '../src/metadata/picture';
import { HOSTILE_LINKS, HOSTILE_PICTURES } from '../src/metadata/testing/hostile';
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

export const benchmark: Benchmark = {
  name: 'Reading hostile pictures and links (Node, processor time)',
  run: () => {
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
    return Promise.resolve(rows.sort((a, b) => b.value - a.value));
  },
};
