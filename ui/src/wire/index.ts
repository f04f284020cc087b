import { tauriTransport } from './tauri';
import type { Transport } from './transport';

export type { DropEvent, Reply, Transport } from './transport';
export { RefusedError, toRefused } from './transport';

let current: Transport | null = null;

async function choose(): Promise<Transport> {
  if ('__TAURI_INTERNALS__' in window) return tauriTransport;
  if (import.meta.env.DEV) return (await import('./bridge')).bridgeTransport;
  throw new Error('Duebook runs inside its desktop window.');
}

/** Finds the host that this page runs in. Called once, before the first render. */
export async function connect(): Promise<void> {
  current ??= await choose();
}

/** Puts another host in place; tests use it. */
export function replaceTransport(transport: Transport): void {
  current = transport;
}

/** The host of this page. */
export function transport(): Transport {
  if (!current) throw new Error('connect() must run before the first command.');
  return current;
}
