/** How a refusal travels: a code that has words in every language, and the figures for them. */
export type Refusal = { code: string; args: Record<string, unknown>; trace_id: string };

/** Progress of one long command. `total` is null while it is not known. */
export type JobEvent = {
  id: string;
  command: string;
  done: number;
  total: number | null;
  phase: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
};

/** What the host answers itself. File dialogs are its own, so the page needs no right to files. */
export type HostCommandMap = {
  'dialog.open_files': { request: { purpose: FilePurpose }; response: { paths: string[] } };
  'dialog.save': { request: { purpose: FilePurpose; suggested: string }; response: { path: string | null } };
  'dialog.folder': { request: Record<string, never>; response: { path: string | null } };
  'opener.open': { request: { path: string }; response: null };
  'opener.reveal': { request: { path: string }; response: null };
  'window.language': { request: { language: string }; response: null };
  'jobs.cancel': { request: { id: string }; response: { stopping: boolean } };
};

/** What a file is for; it decides which files a dialog offers. */
export type FilePurpose = 'book' | 'import' | 'logo' | 'paper' | 'export' | 'data' | 'calendar' | 'attachment';
