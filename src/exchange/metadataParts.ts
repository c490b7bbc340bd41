import { part } from '../platform/part';

// What is written in and beside pictures is read and written seldom: its code comes when there is some.
export const loadPicture = part(() => import('../metadata/picture'));
export const loadLink = part(() => import('../metadata/link'));
export const loadStripper = part(() => import('../metadata/stripMetadata'));
export const loadCopyTexts = part(() => import('../metadata/copyTexts'));
