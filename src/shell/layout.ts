import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { persistedFields, readFields } from './persistence';

export type Theme = 'system' | 'light' | 'dark';
/** Animations: as the system says, or none. */
export type Motion = 'system' | 'reduced';

interface Layout {
  /** Null until the person has decided: then it is open where there is room. */
  panelOpen: boolean | null;
  theme: Theme;
  motion: Motion;
}

interface LayoutState extends Layout {
  /** Not kept: the panel as a sheet, on a phone. */
  sheetOpen: boolean;
  /** Not kept: the dialog that is open. */
  dialog: 'about' | 'storage' | 'settings' | 'export' | 'palette' | 'shortcuts' | null;
  set(change: Partial<Layout & Pick<LayoutState, 'sheetOpen' | 'dialog'>>): void;
}

/** Screens where the panel is open from the start, and where it is a sheet. The style sheets have the second in the same words. */
export const WIDE_SCREEN = '(min-width: 1100px)';
export const PHONE_SCREEN = '(max-width: 639px), (max-height: 500px)';
/** A phone held across: bars and dock lie beside the picture, not above and below it. */
export const LYING_SCREEN = '(max-height: 500px) and (min-width: 560px)';
/** Too narrow for an update's button in the top bar: the menu has it. */
export const NARROW_SCREEN = '(max-width: 479px)';

export const useLayout = create<LayoutState>()(
  persist<LayoutState, [], [], Layout>(
    (set) => ({
      panelOpen: null,
      theme: 'system',
      motion: 'system',
      sheetOpen: false,
      dialog: null,
      set: (change) => set(change),
    }),
    persistedFields<LayoutState, Layout>(
      'layout',
      ({ panelOpen, theme, motion }) => ({ panelOpen, theme, motion }),
      readField,
    ),
  ),
);

export const readLayout = (kept: unknown): Partial<Layout> => readFields<Layout>(kept, readField).known;

function readField(name: string, value: unknown): unknown {
  if (name === 'panelOpen') return typeof value === 'boolean' || value === null ? value : undefined;
  if (name === 'theme') return value === 'light' || value === 'dark' || value === 'system' ? value : undefined;
  if (name === 'motion') return value === 'reduced' || value === 'system' ? value : undefined;
  return undefined;
}
