export type CopiesPreviewRequest = { path: string, };
