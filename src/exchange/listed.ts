const NAMED = 3;

/** The first names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more.toLocaleString()} more` : '');
}
