/** The app's mark, as in its icons: a picture that goes on past its edge. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden>
      <rect width="64" height="64" rx="15" fill="var(--accent)" />
      <path d="M15 14h17v36H15a5 5 0 0 1-5-5V19a5 5 0 0 1 5-5z" fill="var(--on-accent)" />
      <path d="M36 14a18 18 0 0 1 0 36z" fill="var(--on-accent)" fillOpacity=".6" />
    </svg>
  );
}
