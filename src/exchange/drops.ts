import { part } from '../platform/part';

const loadReceive = part(() => import('./receive'));

/** What is done with them is fetched with the first. */
function receive(files: Iterable<File>): void {
  const taken = [...files];
  void loadReceive().then(({ receiveFiles }) => receiveFiles(taken));
}

const hasFiles = (data: DataTransfer | null): data is DataTransfer => data?.types.includes('Files') === true;

/** Takes files that are dropped anywhere on the page, and pictures that are pasted. Returns the way to stop. */
export function watchDrops(): () => void {
  const over = (event: DragEvent) => {
    if (!hasFiles(event.dataTransfer)) return;
    // Else the browser would leave the app and show the file.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };
  const drop = (event: DragEvent) => {
    if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    receive(event.dataTransfer.files);
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // Words that come with a picture (from a web page) go where the person types.
    const typing =
      event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null;
    if (files.length === 0 || (typing && event.clipboardData?.types.includes('text/plain'))) return;
    event.preventDefault();
    receive(files);
  };
  addEventListener('dragover', over);
  addEventListener('drop', drop);
  addEventListener('paste', paste);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('drop', drop);
    removeEventListener('paste', paste);
  };
}
