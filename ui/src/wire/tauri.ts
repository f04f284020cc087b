import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import type { JobEvent } from './host';
import { type Reply, type Transport, toRefused } from './transport';

/** Listening starts asynchronously; a listener that is removed before it started must still be removed. */
function stopLater(started: Promise<() => void>): () => void {
  return () => {
    started.then(
      (stop) => stop(),
      () => undefined,
    );
  };
}

/** The desktop host. */
export const tauriTransport: Transport = {
  async rpc(command, request) {
    try {
      return await invoke<Reply<unknown>>('rpc', { command, request });
    } catch (thrown) {
      throw toRefused(thrown);
    }
  },
  async rpcBytes(command, request) {
    try {
      return await invoke<ArrayBuffer>('rpc_bytes', { command, request });
    } catch (thrown) {
      throw toRefused(thrown);
    }
  },
  onJob: (listener) => stopLater(listen<JobEvent>('job', (event) => listener(event.payload))),
  onBook: (listener) =>
    stopLater(listen<{ path: string }>('book_handed_over', ({ payload }) => listener(payload.path))),
  onDrop: (listener) =>
    stopLater(
      getCurrentWebview().onDragDropEvent(({ payload }) => {
        if (payload.type === 'drop') listener({ kind: 'dropped', paths: payload.paths });
        else listener({ kind: payload.type === 'leave' ? 'left' : 'over' });
      }),
    ),
};
