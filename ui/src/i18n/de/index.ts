import type { Words } from '../en';
import { firstStart } from './first_start';
import { job } from './job';
import { kit } from './kit';
import { problem } from './problem';
import { shell } from './shell';

export const de: Words = { firstStart, job, kit, problem, shell };
