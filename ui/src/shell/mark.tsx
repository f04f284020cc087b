/** The mark: a ledger page with one line that is due. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true">
      <rect x="1" y="1" width="20" height="20" rx="5" fill="var(--db-accent)" />
      <path d="M6 7.2h6M6 11h10M6 14.8h7" stroke="var(--db-on-accent)" strokeWidth="1.7" strokeLinecap="round" />
      <circle cx="15.6" cy="7.2" r="1.7" fill="var(--db-on-accent)" />
    </svg>
  );
}
