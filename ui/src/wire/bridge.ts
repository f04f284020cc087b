import type { JobEvent } from './host';
import { RefusedError, type Reply, type Transport, toRefused } from './transport';

async function post(path: string, command: string, request: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ command, request }),
    });
  } catch (thrown) {
    throw toRefused(thrown);
  }
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  throw body === null
    ? new RefusedError({ code: 'host.unreachable', args: { detail: String(response.status) }, trace_id: '' })
    : toRefused(body);
}

/** The development bridge: the same two calls over HTTP on this machine. It is left out of a release build. */
export const bridgeTransport: Transport = {
  rpc: async (command, request) => (await post('/rpc', command, request)).json() as Promise<Reply<unknown>>,
  rpcBytes: async (command, request) => (await post('/rpc_bytes', command, request)).arrayBuffer(),
  onJob(listener) {
    const source = new EventSource('/events');
    source.addEventListener('job', (event) => listener(JSON.parse(event.data) as JobEvent));
    return () => source.close();
  },
  onBook: () => () => undefined,
  // A browser does not tell a page where a dropped file lies, so dropping works in the desktop host only.
  onDrop: () => () => undefined,
};
