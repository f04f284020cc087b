import { useEffect, useRef, useSyncExternalStore } from 'react';

/**
 * One thing that a person can do. The palette, the key help and the keyboard all read the same list, so an action
 * without a name or a key that does nothing cannot exist.
 */
export type Action = {
  id: string;
  /** Already in the language of the window. */
  label: string;
  group: 'go' | 'page' | 'desk';
  /** `mod+k`, `?`, `Escape`, or a sequence such as `g a`. */
  keys?: string;
  run: () => void;
};

let registered: readonly Action[] = [];
const sources = new Map<symbol, readonly Action[]>();
const listeners = new Set<() => void>();

function publish(): void {
  registered = [...sources.values()].flat();
  for (const listener of listeners) listener();
}

/** Offers actions for as long as the component is shown. Later components win when keys are the same. */
export function useActions(actions: readonly Action[]): void {
  const source = useRef(Symbol('actions'));
  const latest = useRef(actions);
  latest.current = actions;
  const shape = actions.map(({ id, label, keys }) => `${id}\u0000${label}\u0000${keys ?? ''}`).join('\u0001');
  // The closures change with every render, the list that people see does not: publish only when it does.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the visible part of `actions`.
  useEffect(() => {
    const key = source.current;
    const live = latest.current.map((action, index) => ({ ...action, run: () => latest.current[index]?.run() }));
    sources.set(key, live);
    publish();
    return () => {
      sources.delete(key);
      publish();
    };
  }, [shape]);
}

/** Everything that can be done right now. */
export function useRegisteredActions(): readonly Action[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => registered,
  );
}

const SEQUENCE_MS = 900;

// A list that was opened once stays in the page, hidden.
const ABOVE_THE_PAGE = '[role="dialog"], [role="menu"], .mantine-Select-dropdown:not([style*="display: none"])';

/** What a field does itself with these; an action of the page must not take them from it. */
const EDITING = new Set(['mod+a', 'mod+c', 'mod+v', 'mod+x', 'mod+z', 'mod+y']);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function strokeOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  const alt = event.altKey ? 'alt+' : '';
  return mod + alt + key;
}

function find(keys: string): Action | undefined {
  return registered.findLast((action) => action.keys === keys);
}

/** Listens to the keyboard of the whole window; the returned function stops. */
export function listenToKeys(): () => void {
  let pending = '';
  let pendingUntil = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const stroke = strokeOf(event);
    // What lies above the page closes first; only the next Escape leaves the page.
    if (stroke === 'Escape' && document.querySelector(ABOVE_THE_PAGE)) return;
    if (isTyping(event.target) && (!stroke.startsWith('mod+') || EDITING.has(stroke))) return;
    const sequence = pending && event.timeStamp < pendingUntil ? `${pending} ${stroke}` : '';
    const action = (sequence && find(sequence)) || find(stroke);
    pending = '';
    if (action) {
      event.preventDefault();
      action.run();
    } else if (registered.some((other) => other.keys?.startsWith(`${stroke} `))) {
      pending = stroke;
      pendingUntil = event.timeStamp + SEQUENCE_MS;
    }
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

const MAC = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');

/** How the keys are written on this machine's keyboard. */
export function keysForReading(keys: string): string[] {
  return keys
    .split(' ')
    .map((stroke) => stroke.replace('mod+', MAC ? '⌘ ' : 'Ctrl ').replace('alt+', MAC ? '⌥ ' : 'Alt '))
    .map((stroke) =>
      /^.$|\s.$/.test(stroke) ? stroke.toUpperCase().replace('CTRL', 'Ctrl').replace('ALT', 'Alt') : stroke,
    );
}
