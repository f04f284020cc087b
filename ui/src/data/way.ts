/**
 * The way by which one came to a page: lists at the bottom, what was opened from them above. *Back* goes one step down, also where
 * pages that lead to each other were opened in between.
 */
let way: readonly string[] = [];

/** Remembers that a page is shown. A page that is on the way already ends what lay above it; a list begins anew. */
export function arriveAt(path: string): void {
  const at = way.indexOf(path);
  if (at >= 0) way = way.slice(0, at + 1);
  else way = path.split('/').length <= 2 ? [path] : [...way, path];
}

/** The page from which this one was opened; null where it was the first. */
export function cameBy(path: string): string | null {
  const at = way.indexOf(path);
  return way[at < 0 ? way.length - 1 : at - 1] ?? null;
}
