/** The app's mark: a picture whose edge goes outward. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden>
      <rect x="2" y="4" width="12" height="12" rx="3" fill="var(--accent)" />
      <path d="M16.5 5.5v9M19 7.5v5" stroke="var(--accent)" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}
