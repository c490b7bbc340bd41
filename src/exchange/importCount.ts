import { countPictures } from '../library/gallery';
import { listed } from './listed';

/** What became of the files of an import. */
export interface ImportCount {
  /** Added, and how many of them came without settings. */
  added: number;
  bare: number;
  /** Here already. */
  known: number;
  /** Names of the refused: damaged ones, too large ones, those behind a password, those that are packed in a way that is not known here. */
  damaged: string[];
  large: string[];
  locked: string[];
  method: string[];
  /** How many other files an archive had. */
  others: number;
}

export const newCount = (): ImportCount => ({
  added: 0,
  bare: 0,
  known: 0,
  damaged: [],
  large: [],
  locked: [],
  method: [],
  others: 0,
});

/** What an import did, in a sentence or two. */
export function importedText({ added, bare, known, damaged, large, locked, method, others }: ImportCount): string {
  const some = bare === added ? '' : `${bare.toLocaleString()} of them `;
  const parts = [
    `${countPictures(added)} added${bare > 0 ? `, ${some}without settings` : ''}`,
    known > 0 && `${countPictures(known)} here already`,
    damaged.length > 0 && `could not be read: ${listed(damaged)}`,
    large.length > 0 && `too large (64 MB or 67 million pixels at most): ${listed(large)}`,
    locked.length > 0 && `locked with a password: ${listed(locked)}`,
    method.length > 0 && `packed in an unknown way: ${listed(method)}`,
    others > 0 && `${others.toLocaleString()} other ${others === 1 ? 'file' : 'files'} left out`,
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}
