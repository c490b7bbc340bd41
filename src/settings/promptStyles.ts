import * as v from 'valibot';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { persisted } from '../shell/persistence';

const styleSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  /** Words around the prompt, which stands at `{prompt}`. */
  template: v.pipe(v.string(), v.maxLength(2_000), v.includes('{prompt}')),
});

/** A way of saying things, with a name. */
export type PromptStyle = v.InferOutput<typeof styleSchema>;

/** Words that the starter was trained with, so that each of them does something. */
export const BUILT_IN_STYLES: readonly PromptStyle[] = [
  { id: 'flat', name: 'Flat', template: 'flat {prompt}' },
  { id: 'cartoon', name: 'Cartoon', template: 'cartoon {prompt}' },
  { id: 'glossy', name: 'Glossy 3D', template: 'glossy 3d {prompt}' },
  { id: 'pink', name: 'On pink', template: '{prompt} on a pink background' },
  { id: 'navy', name: 'On navy', template: '{prompt} on a navy background' },
  { id: 'grass', name: 'On grass', template: '{prompt} on green grass under a blue sky' },
  { id: 'sunset', name: 'Sunset beach', template: '{prompt} on sand under a sunset sky' },
  { id: 'night', name: 'Snowy night', template: '{prompt} on snow under a night sky' },
];

interface StylesStore {
  /** The person's own, in the order they were made. */
  own: PromptStyle[];
}

export const usePromptStyles = create<StylesStore>()(
  persist<StylesStore, [], [], StylesStore>(
    () => ({ own: [] }),
    persisted<StylesStore, StylesStore>('styles', ({ own }) => ({ own }), readStyles),
  ),
);

export function readStyles(kept: unknown): Partial<StylesStore> {
  const { own } = (kept ?? {}) as Record<string, unknown>;
  if (!Array.isArray(own)) return {};
  return { own: own.filter((style): style is PromptStyle => v.is(styleSchema, style)) };
}

export const allStyles = (own: readonly PromptStyle[]) => [...BUILT_IN_STYLES, ...own];

export function findStyle(id: string): PromptStyle | null {
  return allStyles(usePromptStyles.getState().own).find((style) => style.id === id) ?? null;
}

/** Keeps a new style or the changed one of this id. False where name or template can't be kept (the template needs `{prompt}`). */
export function saveStyle(style: PromptStyle): boolean {
  const parsed = v.safeParse(styleSchema, { ...style, name: style.name.trim(), template: style.template.trim() });
  if (!parsed.success) return false;
  usePromptStyles.setState(({ own }) => ({
    own: own.some(({ id }) => id === style.id)
      ? own.map((old) => (old.id === style.id ? parsed.output : old))
      : [...own, parsed.output],
  }));
  return true;
}

/** Takes one of the person's own away. Returns the way back to its place, which leaves alone what has been saved since. */
export function deleteStyle(id: string): () => void {
  const { own: before } = usePromptStyles.getState();
  const at = before.findIndex((style) => style.id === id);
  const gone = before[at];
  usePromptStyles.setState(({ own }) => ({ own: own.filter((style) => style.id !== id) }));
  return () => {
    if (!gone) return;
    usePromptStyles.setState(({ own }) => ({
      own: own.some((style) => style.id === id) ? own : own.toSpliced(at, 0, gone),
    }));
  };
}

/** Adds those of a backup to the ones that are here, which stay as they are. */
export function addStyles(more: readonly PromptStyle[]): void {
  usePromptStyles.setState(({ own }) => {
    const here = new Set(own.map(({ id }) => id));
    return { own: [...own, ...more.filter(({ id }) => !here.has(id))] };
  });
}

const ARTICLE = /^(an?|the|some|one|two|three|\d+)\s+/i;
const VOWEL = /^[aeiou]/i;

/**
 * The prompt in a style's words. Words that the style puts before the prompt go behind its article, as a person would say
 * it: "flat {prompt}" makes "a flat apple" of "an apple". An empty prompt stays empty.
 */
export function inStyle(prompt: string, template: string): string {
  const text = prompt.trim();
  if (text === '') return '';
  const before = /^([^{}]*?)\s*\{prompt\}/.exec(template)?.[1]?.trim() ?? '';
  const article = ARTICLE.exec(text)?.[1];
  // A style that brings its own beginning of a sentence ("a photo of {prompt}") is taken at its word.
  const joins = before !== '' && article !== undefined && !ARTICLE.test(`${before} `) && !/\bof$/i.test(before);
  if (!joins) return template.replaceAll('{prompt}', () => text);
  const thing = text.replace(ARTICLE, '');
  const fitted = /^an?$/i.test(article) ? (VOWEL.test(before) ? 'an' : 'a') : article;
  return `${fitted} ${template.replace('{prompt}', () => thing).replaceAll('{prompt}', () => text)}`;
}
