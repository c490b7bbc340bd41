/** True where the system's share sheet takes these files. */
export function canShareFiles(files: File[]): boolean {
  if (typeof navigator === 'undefined' || typeof navigator.canShare !== 'function') return false;
  return files.length > 0 && navigator.canShare({ files });
}

/**
 * Opens the system's share sheet with the files; call on a click. `shared`: given to an app; `dismissed`: the person
 * closed the sheet; `unsupported`: offer a download instead.
 */
export async function shareFiles(files: File[], title: string): Promise<'shared' | 'dismissed' | 'unsupported'> {
  if (!canShareFiles(files)) return 'unsupported';
  try {
    await navigator.share({ files, title });
    return 'shared';
  } catch (error) {
    // AbortError: closed by the person. Anything else: the sheet can't be had just now (no activation, policy).
    return error instanceof DOMException && error.name === 'AbortError' ? 'dismissed' : 'unsupported';
  }
}
