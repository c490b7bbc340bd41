/**
 * Marks the installed app's icon: with a number (pictures still to come), or with a dot for 0 or none given.
 * Does nothing where icons have no badges.
 */
export function showBadge(count?: number): void {
  if (typeof navigator === 'undefined' || !('setAppBadge' in navigator)) return;
  // Rejected where the app is not installed: nothing to mark.
  navigator.setAppBadge(count === 0 ? undefined : count).catch(() => undefined);
}

export function clearBadge(): void {
  if (typeof navigator === 'undefined' || !('clearAppBadge' in navigator)) return;
  navigator.clearAppBadge().catch(() => undefined);
}
