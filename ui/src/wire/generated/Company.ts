export type { Company } from './commands';
