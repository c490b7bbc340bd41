/** Controls that commands and chips lead to. */
export type HandleName = 'prompt' | 'model' | 'size' | 'steps' | 'seed' | 'engine';

const handles = new Map<HandleName, HTMLElement>();

/** A ref callback's work: the element that a name leads to, as long as it is on the page. */
export function setHandle(name: HandleName, element: HTMLElement | null): void {
  if (element) handles.set(name, element);
  else handles.delete(name);
}

/** Moves the focus there (to the first control in it, where it can't have the focus itself). False when it is not on the page. */
export function focusHandle(name: HandleName): boolean {
  const element = handles.get(name);
  if (!element) return false;
  const control = element.matches('input, textarea, button, [tabindex]')
    ? element
    : element.querySelector<HTMLElement>('input:not([aria-hidden]), textarea, button, [role=combobox]');
  element.scrollIntoView({ block: 'nearest' });
  control?.focus();
  return true;
}
