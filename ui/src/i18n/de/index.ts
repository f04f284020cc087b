import type { Words } from '../en';
import { aging } from './aging';
import { book } from './book';
import { company } from './company';
import { customers } from './customers';
import { firstStart } from './first_start';
import { importWords } from './import';
import { job } from './job';
import { kit } from './kit';
import { letters } from './letters';
import { problem } from './problem';
import { sequences } from './sequences';
import { shell } from './shell';
import { users } from './users';

export const de: Words = {
  aging,
  book,
  company,
  customers,
  firstStart,
  import: importWords,
  job,
  kit,
  letters,
  problem,
  sequences,
  shell,
  users,
};
