/** What this tab remembered under a name before it was reloaded; null for nothing, and where the browser refuses storage. */
export function remembered(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Remembers it over a reload. Never throws. */
export function remember(name: string, value: string): void {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // Storage is refused: there is nothing to come back to, either.
  }
}
