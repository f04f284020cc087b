export type { User } from './commands';
