/**
 * Lets the person choose files of the given types (as in an input's `accept`): one, or several where `multiple` is true. Nothing
 * happens when they choose none.
 */
export function chooseFiles(accept: string, take: (files: File[]) => void, multiple = false): void {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', accept, multiple, hidden: true });
  // Some browsers forget an input that is nowhere on the page.
  document.body.append(input);
  input.oncancel = () => input.remove();
  input.onchange = () => {
    input.remove();
    const files = [...(input.files ?? [])];
    if (files.length > 0) take(files);
  };
  input.click();
}

/** The same for one file. */
export const chooseFile = (accept: string, take: (file: File) => void): void =>
  chooseFiles(accept, (files) => files.forEach(take));
