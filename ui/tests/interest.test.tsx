import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { JSX } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { chargesWords } from '../src/features/interest/charges';
import { InterestCodesPage } from '../src/features/interest/codes-page';
import { InterestNotePage } from '../src/features/interest/note-page';
import { ReferenceRatesPage } from '../src/features/interest/rates-page';
import { InterestRunPage } from '../src/features/interest/run-page';
import { inForce, NEW_TERMS, type Version } from '../src/features/interest/setup-types';
import { listenToKeys } from '../src/kit/actions';
import { RefusedError } from '../src/wire';
import { type Asked, fakeHost, show } from './fake-host';

type Answers = Parameters<typeof fakeHost>[0];

beforeEach(() => {
  localStorage.clear();
});

const TOTAL = { currency: 'EUR', side: 'earnings', notes: 2, interest_minor: 1798, fee_minor: 2000 };
const RULES = {
  profile: 'GEN',
  kinds: ['invoice'],
  reach: 'open',
  print_first: true,
  one_per_note: true,
  pay_within_days: 14,
  round_off_minor: 0,
  with_sheet: true,
};
const NOTE = {
  note_id: 7,
  run_id: 1,
  note_no: 'INT-000007',
  status: 'posted',
  cancel_reason: null,
  customer_id: 1,
  account: '1001',
  name: 'Weber',
  side: 'earnings',
  currency: 'EUR',
  code: 'LAW',
  to_on: '2025-07-31',
  posted_on: '2025-08-01',
  items: 1,
  interest_minor: 1798,
  fee_minor: 1000,
  waived_minor: 0,
  reversed_minor: 0,
  has_paper: true,
};
const SLICE = {
  from_on: '2025-06-01',
  to_on: '2025-06-30',
  days: 30,
  per: 'year',
  intervals: null,
  base_minor: 100_000,
  percent: '11.27',
  reference: ['de_basiszins', { year: 2025, half: 'first' }],
  interest_minor: 926,
};
const ITEM = {
  item_id: 3,
  transaction_id: 5,
  document_no: 'RE-1',
  document_on: '2025-05-01',
  due_on: '2025-05-31',
  amount_minor: 100_000,
  cumulative_minor: 1798,
  before_minor: 0,
  interest_minor: 1798,
  lump_sum_minor: 0,
  charged_to: '2025-07-31',
  slices: [SLICE],
  adjusted: 'none',
};
const ADJUSTED = {
  document_no: 'ADJ-000001',
  amount_minor: 4000,
  settled_minor: 4000,
  currency: 'EUR',
  entries: [
    {
      number: 'JNL-000009',
      kind: 'waiver',
      document_no: 'ADJ-000001',
      posting_on: '2026-11-22',
      currency: 'EUR',
      text: '',
      lines: [
        { role: 'interest_income', key: 'LAW', account: '7100', tax_code: '', amount_minor: 4000 },
        { role: 'customer', key: '', account: '1001', tax_code: '', amount_minor: -4000 },
      ],
    },
  ],
};

const ANSWERS = {
  'interest.parameters': () => RULES,
  'interest.preview': () => ({
    to_on: '2026-11-22',
    totals: [TOTAL],
    replaced: 1,
    dropped: [],
    skipped: [{ reason: 'no_code', count: 12 }],
    notes: [
      {
        customer_id: 1,
        account: '1001',
        name: 'Weber',
        side: 'earnings',
        currency: 'EUR',
        code: 'LAW',
        items: 1,
        interest_minor: 1798,
        fee_minor: 1000,
      },
    ],
  }),
  'interest.create': () => ({
    run_id: 4,
    to_on: '2026-11-22',
    notes: 2,
    replaced: 0,
    dropped: [],
    totals: [TOTAL],
    skipped: [],
  }),
  'interest.show': () => ({
    note: NOTE,
    note_on: '2025-08-01',
    due_on: '2025-08-15',
    rounding_minor: 0,
    open_minor: 2798,
    items: [ITEM],
    fee_adjusted: 'none',
    adjustments: [],
  }),
  'interest.pages': () => ({ pages: 1 }),
  'interest.adjustment': () => ADJUSTED,
  'interest.waive': () => ADJUSTED,
  'letters.profiles': () => ({ profiles: [] }),
} as unknown as Answers;

async function open(component: () => JSX.Element | null, answers: Answers = ANSWERS, path = '/', at = path) {
  const asked = fakeHost(answers);
  const root = createRootRoute();
  const route = createRoute({ getParentRoute: () => root, path, component });
  const history = createMemoryHistory({ initialEntries: [at] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([route]), history }) as never} />);
  return asked;
}

const lastOf = (asked: Asked[], command: string) =>
  asked.filter((one) => one.command === command).at(-1)?.request as Record<string, unknown> | undefined;

describe('a run', () => {
  it('is calculated before it makes notes, and again after the question has changed', async () => {
    const asked = await open(InterestRunPage, ANSWERS, '/interest/new', '/interest/new?accounts=%5B%221001%22%5D');
    const create = await screen.findByTestId('interest-create');
    expect((create as HTMLButtonElement).disabled).toBe(true);
    fireEvent.click(screen.getByTestId('interest-calculate'));
    await screen.findByText('No interest code applies');
    await screen.findByText('One note that is not posted would be cancelled and made anew.');
    expect(lastOf(asked, 'interest.preview')).toMatchObject({ accounts: ['1001'], kinds: ['invoice'], from_on: null });
    fireEvent.click(screen.getByLabelText('Credit notes'));
    await screen.findByText(/The question has changed/);
    expect((screen.getByTestId('interest-create') as HTMLButtonElement).disabled).toBe(true);
    fireEvent.click(screen.getByTestId('interest-calculate'));
    await waitFor(() => expect((screen.getByTestId('interest-create') as HTMLButtonElement).disabled).toBe(false));
    fireEvent.click(screen.getByTestId('interest-create'));
    await screen.findByText(/2 notes were made/);
    expect(lastOf(asked, 'interest.create')).toMatchObject({ kinds: ['invoice', 'credit_note'] });
  });

  it('says which rate is missing and where to enter it', async () => {
    const args = { reference: 'de_basiszins', half_year: '2027 H1', known_until: '2026-12-31' };
    await open(InterestRunPage, {
      ...ANSWERS,
      'interest.preview': () => {
        throw new RefusedError({ code: 'interest_rate_unknown', args, trace_id: '' });
      },
    });
    fireEvent.click(await screen.findByTestId('interest-calculate'));
    await screen.findByText(/The German base rate is not known for 2027 H1, only until 12\/31\/2026/);
    await screen.findByText(/Enter it with its source under Reference rates/);
  });
});

describe('a note', () => {
  it('shows its interest sheet, and what a waiver will be before it is done', async () => {
    const asked = await open(InterestNotePage, ANSWERS, '/interest-notes/$note', '/interest-notes/7');
    await screen.findByText('German base rate, H1 2025');
    await screen.findByText('11.27 % a year');
    const stop = listenToKeys();
    fireEvent.keyDown(document.body, { key: 'w' });
    stop();
    await screen.findByText(/Interest income/);
    expect(lastOf(asked, 'interest.adjustment')).toMatchObject({ kind: 'waived', object: 'note', paid_part: 'left' });
    expect(asked.map(({ command }) => command)).not.toContain('interest.waive');
    fireEvent.click(screen.getByLabelText('Also what is paid already'));
    await waitFor(() => expect(lastOf(asked, 'interest.adjustment')).toMatchObject({ paid_part: 'included' }));
    fireEvent.change(screen.getByTestId('interest-comment'), { target: { value: 'goodwill' } });
    await waitFor(() => expect((screen.getByTestId('interest-adjust') as HTMLButtonElement).disabled).toBe(false));
    fireEvent.click(screen.getByTestId('interest-adjust'));
    await screen.findByText('Waived: 40.00 EUR by ADJ-000001.');
    expect(lastOf(asked, 'interest.waive')).toMatchObject({ note_id: 7, comment: 'goodwill', paid_part: 'included' });
  });

  it('refuses in words what cannot be done, before it is done', async () => {
    await open(
      InterestNotePage,
      {
        ...ANSWERS,
        'interest.adjustment': () => {
          throw new RefusedError({ code: 'interest_newer_first', args: { newest_on: '2025-09-01' }, trace_id: '' });
        },
      },
      '/interest-notes/$note',
      '/interest-notes/7',
    );
    fireEvent.click(await screen.findByTestId('interest-reversed'));
    await screen.findByText(/posted on 09\/01\/2025. The newest is reversed first/);
    expect((screen.getByTestId('interest-adjust') as HTMLButtonElement).disabled).toBe(true);
  });
});

describe('the set-up', () => {
  const version = (from_on: string, to_on: string | null) => ({ from_on, to_on }) as Version;

  it('finds the version that is in force on a day', () => {
    const versions = [version('2020-01-01', '2025-12-31'), version('2026-01-01', null)];
    expect(inForce(versions, '2019-12-31')).toBeUndefined();
    expect(inForce(versions, '2025-12-31')?.from_on).toBe('2020-01-01');
    expect(inForce(versions, '2026-01-01')?.from_on).toBe('2026-01-01');
  });

  it('says in one line what a version charges', async () => {
    await open(() => null);
    const { default: i18next } = await import('i18next');
    const words = (rule: Parameters<typeof chargesWords>[0]) => chargesWords(rule, i18next.t, 'en-GB');
    expect(words(null)).toBe('–');
    expect(words({ by: 'terms', terms: { ...NEW_TERMS, percent: '9' } })).toBe('9 % a year, by days');
    const every = { unit: 'month' as const, number: 2 };
    expect(words({ by: 'terms', terms: { ...NEW_TERMS, day_rate: false, every, percent: '5' } })).toBe(
      '5 % every 2 months',
    );
    expect(words({ by: 'pack', code: 'XX', lump_sum: 'claimed' })).toBe('XX, with lump sum');
  });

  it('makes a code, and a version of it from what is proposed', async () => {
    const code = { id: 'LAW', description: 'By law', versions: [], profiles: 0 };
    const asked = await open(InterestCodesPage, {
      'interest.codes': () => ({ codes: [code] }),
      'interest.rates': () => ({ references: [], rows: [], packs: [] }),
      'interest.version_save': () => ({ codes: [code] }),
    } as unknown as Answers);
    fireEvent.click(await screen.findByTestId('interest-version-add'));
    fireEvent.click(await screen.findByText('Add a fee'));
    const fee = await screen.findByLabelText('Fee');
    fireEvent.focus(fee);
    fireEvent.change(fee, { target: { value: '10' } });
    fireEvent.blur(fee);
    fireEvent.click(screen.getByTestId('interest-version-save'));
    await waitFor(() =>
      expect(lastOf(asked, 'interest.version_save')).toMatchObject({
        code: 'LAW',
        version_id: null,
        from_on: '2026-11-22',
        earnings: { by: 'pack', code: 'DE_B2B', lump_sum: 'left' },
        payments: null,
        fees: [{ currency: 'EUR', amount_minor: 1000 }],
      }),
    );
  });

  it('enters the rate of the half-year that is not known yet, also below zero', async () => {
    const cell = (percent: string | null, entered: string | null) => ({ reference: 'de_basiszins', percent, entered });
    const row = (half: string, ...cells: unknown[]) => ({ half_year: { year: 2027, half }, cells });
    const table = {
      references: [{ reference: 'de_basiszins', source: '§ 247 BGB', known_until: '2026-12-31' }],
      rows: [row('second', cell(null, null)), row('first', cell(null, null))],
      packs: [],
    };
    const asked = await open(ReferenceRatesPage, {
      'interest.rates': () => table,
      'interest.rate_enter': () => table,
    } as unknown as Answers);
    fireEvent.click(await screen.findByText('Enter a rate'));
    const percent = await screen.findByLabelText('% a year');
    fireEvent.change(percent, { target: { value: '-0.88' } });
    fireEvent.blur(percent);
    fireEvent.change(screen.getByLabelText('Where it is written'), { target: { value: 'Bundesanzeiger' } });
    fireEvent.click(screen.getByTestId('reference-rate-enter'));
    await waitFor(() =>
      expect(lastOf(asked, 'interest.rate_enter')).toEqual({
        reference: 'de_basiszins',
        half_year: { year: 2027, half: 'first' },
        percent: '-0.88',
        source: 'Bundesanzeiger',
      }),
    );
  });
});
