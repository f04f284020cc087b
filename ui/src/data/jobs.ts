import { useSyncExternalStore } from 'react';
import { transport } from '../wire';
import type { JobEvent } from '../wire/host';

/** How long an ended job stays visible, so that one sees that it ended. */
const LINGER_MS = 4000;

let jobs: readonly JobEvent[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly JobEvent[]): void {
  jobs = next;
  for (const listener of listeners) listener();
}

function take(job: JobEvent): void {
  const known = jobs.some((other) => other.id === job.id);
  publish(known ? jobs.map((other) => (other.id === job.id ? job : other)) : [...jobs, job]);
  if (job.state !== 'running') {
    setTimeout(() => publish(jobs.filter((other) => other.id !== job.id)), LINGER_MS);
  }
}

/** Starts listening to the host's progress reports; the returned function stops. */
export function followJobs(): () => void {
  return transport().onJob(take);
}

/** The jobs that run now or ended a moment ago, oldest first. */
export function useJobs(): readonly JobEvent[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => jobs,
  );
}
