/** "2026-11-23" for a file's name, by the person's own calendar: Swedish writes dates so. `time` in ms since 1970. */
export const fileDate = (time = Date.now()): string => new Date(time).toLocaleDateString('sv');
