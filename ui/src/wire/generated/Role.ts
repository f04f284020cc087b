export type { Role } from './commands';
