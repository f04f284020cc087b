import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'duebook.';
const listeners = new Map<string, Set<() => void>>();
const parsed = new Map<string, { text: string | null; value: unknown }>();

function read(key: string): unknown {
  let text: string | null = null;
  try {
    text = localStorage.getItem(PREFIX + key);
  } catch {
    // A host without storage forgets preferences between starts; nothing else depends on them.
  }
  const cached = parsed.get(key);
  if (cached && cached.text === text) return cached.value;
  let value: unknown;
  try {
    value = text === null ? undefined : JSON.parse(text);
  } catch {
    value = undefined;
  }
  parsed.set(key, { text, value });
  return value;
}

/** Writes a preference of this desk and tells everybody who shows it. */
export function store(key: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    parsed.set(key, { text: null, value });
  }
  for (const listener of listeners.get(key) ?? []) listener();
}

/** A preference of this desk (theme, columns, language): kept beside the book, never in it. */
export function useStored<T>(key: string, initial: T): [T, (value: T) => void] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const set = listeners.get(key) ?? new Set();
      listeners.set(key, set.add(listener));
      return () => set.delete(listener);
    },
    [key],
  );
  const value = useSyncExternalStore(subscribe, () => read(key)) as T | undefined;
  const set = useCallback((next: T) => store(key, next), [key]);
  return [value ?? initial, set];
}
