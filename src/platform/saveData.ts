/** Whether the person (or the connection) asks to be spared large downloads; false where the browser doesn't say. */
export function wantsToSaveData(): boolean {
  const { connection } = globalThis.navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
