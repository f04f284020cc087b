import type { JobEvent, Refusal } from './host';

/** What every command answers: the response, and the tags that say what it showed or changed. */
export type Reply<T> = { ok: T; tags: string[] };

/** The one seam between the page and Rust. */
export type Transport = {
  rpc(command: string, request: unknown): Promise<Reply<unknown>>;
  rpcBytes(command: string, request: unknown): Promise<ArrayBuffer>;
  /** Calls the listener for every progress report; the returned function stops it. */
  onJob(listener: (job: JobEvent) => void): () => void;
  /** Calls the listener when a book was opened from outside, such as by a double click on its file. */
  onBook(listener: (path: string) => void): () => void;
  /** Calls the listener with paths that were dropped on the window, and while they hover over it. */
  onDrop(listener: (drop: DropEvent) => void): () => void;
};

export type DropEvent = { kind: 'over' } | { kind: 'left' } | { kind: 'dropped'; paths: string[] };

/** A command that was refused or failed. Nothing was changed unless the code says so. */
export class RefusedError extends Error {
  readonly code: string;
  readonly args: Record<string, unknown>;
  readonly traceId: string;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.name = 'RefusedError';
    this.code = refusal.code;
    this.args = refusal.args;
    this.traceId = refusal.trace_id;
  }
}

/** Turns whatever a host threw into the one error that the window knows how to put into words. */
export function toRefused(thrown: unknown): RefusedError {
  if (thrown instanceof RefusedError) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string') {
    const { code, args, trace_id } = thrown as Partial<Refusal> & { code: string };
    return new RefusedError({ code, args: args ?? {}, trace_id: trace_id ?? '' });
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new RefusedError({ code: 'host.unreachable', args: { detail }, trace_id: '' });
}
