import type { Words } from '../en';
import { aging } from './aging';
import { agingRest } from './agingrest';
import { applications } from './applications';
import { bank } from './bank';
import { book } from './book';
import { activities, cases, mail, timeline } from './cases';
import { companies } from './companies';
import { company } from './company';
import { copies } from './copies';
import { coverage } from './coverage';
import { credit } from './credit';
import { creditTasks } from './credit_tasks';
import { customers } from './customers';
import { definitions } from './definitions';
import { firstStart } from './first_start';
import { handOvers } from './hand_overs';
import { importWords } from './import';
import { imports } from './imports';
import { insurers } from './insurers';
import { interest, interestSetup } from './interest';
import { job } from './job';
import { journal } from './journal';
import { kit } from './kit';
import { letterMails, mailServer } from './letter_mails';
import { letters } from './letters';
import { limits } from './limits';
import { mailTexts } from './mail_texts';
import { holds, orders } from './orders';
import { pools, today } from './pools';
import { problem } from './problem';
import { profiles } from './profiles';
import { collections, disputes, promises } from './promises';
import { rates } from './rates';
import { reasons } from './reasons';
import { reimbursements } from './reimbursements';
import { entries, returns } from './returns';
import { risk } from './risk';
import { rules } from './rules';
import { sequences } from './sequences';
import { posting, settlement } from './settlement';
import { shell } from './shell';
import { smallBalances } from './small_balances';
import { statements } from './statements';
import { statistics } from './statistics';
import { stops } from './stops';
import { tasks } from './tasks';
import { terms } from './terms';
import { undo } from './undo';
import { users } from './users';
import { writeOffs } from './write_offs';

export const de: Words = {
  activities,
  aging,
  agingRest,
  applications,
  bank,
  book,
  cases,
  collections,
  companies,
  company,
  copies,
  coverage,
  credit,
  creditTasks,
  customers,
  definitions,
  disputes,
  firstStart,
  handOvers,
  import: importWords,
  imports,
  insurers,
  interest,
  interestSetup,
  job,
  journal,
  kit,
  letterMails,
  letters,
  limits,
  mail,
  mailServer,
  mailTexts,
  holds,
  orders,
  posting,
  pools,
  problem,
  profiles,
  promises,
  rates,
  reasons,
  reimbursements,
  entries,
  returns,
  risk,
  rules,
  sequences,
  settlement,
  shell,
  smallBalances,
  statements,
  statistics,
  stops,
  tasks,
  terms,
  timeline,
  today,
  undo,
  users,
  writeOffs,
};
