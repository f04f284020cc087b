export type { DeskState } from './commands';
