import type { ResponseOf } from '../../wire/commands';

export type Profile = ResponseOf<'letters.profiles'>['profiles'][number];
export type Line = Profile['lines'][number];
export type AppliesTo = Line['applies_to'];

/** In the order in which they are looked up: the first that names the customer decides. */
export const APPLIES: readonly AppliesTo[] = ['table', 'group', 'all'];

export const NEW_PROFILE: Profile = {
  id: '',
  description: '',
  letters: true,
  interest: true,
  settlement: true,
  receivable_account: '',
  write_off_account: '',
  lines: [{ applies_to: 'all', key: '', sequence: null, interest_code: null }],
};
