import { missingAbility } from '../platform/capabilities';
import styles from './Broken.module.css';
import { wordsOfFailure, wordsOfLack, type StartWords } from './startWords';

/** Milliseconds that the app may need to appear after something threw: if it does, that was not what it needed. */
const PATIENCE = 1500;

/*
 * The first module of the app: what throws while the others are loaded is said in the place of the bar of index.html, instead of
 * being an empty page for ever. Once the app has taken that place, Broken.tsx does the same.
 */
addEventListener('error', ({ error, message }) => sayLater(wordsOfFailure(error ?? message)));
addEventListener('unhandledrejection', ({ reason }) => sayLater(wordsOfFailure(reason)));

function sayLater(words: StartWords): void {
  if (!isStarting()) return;
  setTimeout(() => {
    if (isStarting()) say(words);
  }, PATIENCE);
}

const isStarting = () => document.querySelector('#root > .starting') !== null;

/** Says what the browser lacks, if the app can't run in it. Returns whether it can. */
export function canStart(): boolean {
  const lack = missingAbility();
  if (lack !== null) say(wordsOfLack(lack));
  return lack === null;
}

function say({ title, hint, cause }: StartWords): void {
  const page = element('main', styles.page, '');
  page.append(element('h1', styles.title, title), element('p', styles.hint, hint));
  if (cause !== null) page.append(element('pre', styles.cause, cause));
  const reload = element('button', styles.reload, 'Reload the page');
  reload.addEventListener('click', () => location.reload());
  page.append(reload);
  document.getElementById('root')?.replaceChildren(page);
}

function element(tag: string, className: string | undefined, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className ?? '';
  made.textContent = text;
  return made;
}
