/**
 * Makes a popup's portal a landmark of its own. Lists and menus open at the end of the page, outside of the header and the
 * main part, and people who go from landmark to landmark would pass them by. Popovers and dialogs need it not.
 */
export function popupLandmark(label: string) {
  return { role: 'region', 'aria-label': label } as const;
}
