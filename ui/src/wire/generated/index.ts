export type CommandMap = Record<string, { request: any; response: any }>;
export type DeskState = any;
export type User = any;
