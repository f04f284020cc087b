import { firstStart } from './first_start';
import { job } from './job';
import { kit } from './kit';
import { problem } from './problem';
import { shell } from './shell';

export const en = { firstStart, job, kit, problem, shell };

/** The shape that every other language must fill. */
export type Words = typeof en;
