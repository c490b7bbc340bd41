/** Milliseconds between two `download` events: often enough to look smooth. */
const INTERVAL = 100;

type Progress = (receivedBytes: number, totalBytes: number) => void;

/** The same, called at most ten times a second, and in any case when everything has arrived. */
export function seldom(tell: Progress): Progress {
  let told = -Infinity;
  return (receivedBytes, totalBytes) => {
    const now = performance.now();
    if (receivedBytes < totalBytes && now - told < INTERVAL) return;
    told = now;
    tell(receivedBytes, totalBytes);
  };
}
