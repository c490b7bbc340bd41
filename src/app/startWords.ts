/** What is said in the place of an app that can't start. */
export interface StartWords {
  title: string;
  hint: string;
  /** The technical reason; null where the hint has all of it. */
  cause: string | null;
}

/** Of a browser that lacks something without which no picture can be kept. */
export const wordsOfLack = (ability: string): StartWords => ({
  title: "Outpane can't run in this browser.",
  hint: `It lacks ${ability}, which pictures are drawn with. Update the browser, or open this page in a current one. What is kept here is safe.`,
  cause: null,
});

/** Of code that threw while it was loaded. */
export const wordsOfFailure = (thrown: unknown): StartWords => ({
  title: 'Outpane could not start.',
  hint: 'Your pictures and settings are kept on this device. Reload the page; if it happens again, update the browser. This helps whoever looks for the reason:',
  cause: causeOf(thrown),
});

/** What was thrown and where, for a report. */
export function causeOf(thrown: unknown): string {
  const words = String(thrown);
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  // Not every browser's stack begins with the words.
  return stack.startsWith(words) ? stack : [words, stack].filter(Boolean).join('\n');
}
