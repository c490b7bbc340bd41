import { lazy } from 'react';
import { part } from '../platform/part';

/** React's `lazy`, for code that may have to be waited for (platform/part.ts). */
export const later: typeof lazy = (load) => lazy(part(load));
