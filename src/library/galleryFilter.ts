import { modelOf, titleOf, type PictureMeta } from '../storage/pictureMeta';

/** Time of making, by calendar days of the person's own time zone; today counts as one. */
export type Period = 'any' | 'today' | 'week' | 'month' | 'year';

export interface GalleryFilter {
  /** Words that the prompt must contain, all of them, in any order; "..." keeps words together. */
  text: string;
  /** A model's id, or null for all. */
  model: string | null;
  favourites: boolean;
  period: Period;
}

export const NO_FILTER: GalleryFilter = { text: '', model: null, favourites: false, period: 'any' };

const DAYS: Record<Exclude<Period, 'any'>, number> = { today: 1, week: 7, month: 30, year: 365 };

/** Prompts as they are searched: made once for each picture, because ten thousand times at every key would be felt. */
const searchable = new WeakMap<PictureMeta, string>();

function searchableText(meta: PictureMeta): string {
  const known = searchable.get(meta);
  if (known !== undefined) return known;
  const text = plainText(titleOf(meta));
  searchable.set(meta, text);
  return text;
}

/** Without accents and capitals, so that "Ü" finds "u". */
function plainText(text: string): string {
  // Most prompts are plain ASCII, which has nothing to take apart.
  const plain = /^[\x20-\x7e\s]*$/.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.toLowerCase();
}

/** Makes the searchable texts ahead, while the list is read. */
export function prepareSearch(pictures: readonly PictureMeta[]): void {
  pictures.forEach(searchableText);
}

/** The words and "quoted phrases" of a search. */
export function searchTerms(text: string): string[] {
  return [...plainText(text).matchAll(/"([^"]+)"?|[^\s"]+/g)].map(([word, phrase]) => (phrase ?? word).trim());
}

/** Midnight at the beginning of the period, in ms since 1970; -Infinity for any time. `now` in ms since 1970. */
export function periodStart(period: Period, now: number): number {
  if (period === 'any') return -Infinity;
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - (DAYS[period] - 1)).getTime();
}

export const isFiltered = (filter: GalleryFilter) =>
  filter.text.trim() !== '' || filter.model !== null || filter.favourites || filter.period !== 'any';

/** Those that pass, in their order; the same array where all do. */
export function filterPictures(
  pictures: readonly PictureMeta[],
  filter: GalleryFilter,
  now: number,
): readonly PictureMeta[] {
  if (!isFiltered(filter)) return pictures;
  const terms = searchTerms(filter.text);
  const since = periodStart(filter.period, now);
  return pictures.filter(
    (meta) =>
      (filter.model === null || modelOf(meta) === filter.model) &&
      (!filter.favourites || meta.favourite) &&
      meta.createdAt >= since &&
      terms.every((term) => searchableText(meta).includes(term)),
  );
}

/** Ids or names of the models that made the pictures, in alphabetical order. */
export function modelsOf(pictures: readonly PictureMeta[]): string[] {
  return [...new Set(pictures.map(modelOf).filter((model) => model !== null))].sort();
}
