/** What the address asks for, and the address without it, so that a reload does not ask again. */
export function readLaunchAddress(href: string): { fresh: boolean; shared: boolean; rest: string } {
  const url = new URL(href);
  const fresh = url.searchParams.has('new');
  const shared = url.searchParams.has('share');
  url.searchParams.delete('new');
  url.searchParams.delete('share');
  return { fresh, shared, rest: url.href };
}
