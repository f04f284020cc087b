export type CopyVersion = { version: number, file_name: string, pages: number, sha256: string, at: string, };
