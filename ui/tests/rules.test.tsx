import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import i18next from 'i18next';
import type { JSX } from 'react';
import { beforeAll, describe, expect, it } from 'vitest';
import { effectAt, movedType, shownTypes } from '../src/features/rules/effect';
import { cleaned, NEW_RULE, NO_SIGNS, retyped } from '../src/features/rules/fields';
import { RuleTestPage } from '../src/features/rules/rule-test-page';
import { RulesPage } from '../src/features/rules/rules-page';
import { detailsOf, type Speaker, sentenceOf } from '../src/features/rules/sentence';
import { asItIs, leftOut, NOTHING_TRIED, withRule } from '../src/features/rules/tried';
import { type HoldPolicy, RULE_TYPES, type Rule, STEPS } from '../src/features/rules/types';
import { startWords } from '../src/i18n';
import { listenToKeys } from '../src/kit/actions';
import { RefusedError } from '../src/wire';
import { type Asked, fakeHost, show } from './fake-host';

const TODAY = '2026-11-22';

function rule(change: Partial<Rule>): Rule {
  return { ...NEW_RULE, ...change };
}

function speaker(language: 'en' | 'de'): Speaker {
  return {
    t: i18next.getFixedT(language, 'words') as Speaker['t'],
    locale: language === 'de' ? 'de-DE' : 'en-GB',
    currency: 'EUR',
    status: (code) => (code === 'STOPPED' ? 'Stopped' : code),
  };
}

const CHECKPOINTS: HoldPolicy['checkpoints'] = STEPS.map((step) => {
  const checked = step === 'confirmation' || step === 'packing_slip';
  return {
    step,
    posting: checked || step === 'entry',
    posting_grace: checked ? 5 : null,
    pro_forma: false,
    pro_forma_grace: null,
    outcome: step === 'entry' ? 'warn_only' : 'as_rule',
  };
});

const POLICY: HoldPolicy = {
  rules: [
    rule({ id: 1, rule_type: 'limit_used', used_bp: 10_000, measure: 'total' }),
    rule({ id: 3, rule_type: 'days_overdue', days: 30 }),
    rule({ id: 4, rule_type: 'days_overdue', kind: 'exclusion', outcome: null, days: 90 }),
  ],
  checkpoints: CHECKPOINTS,
  terms_ranks: [],
  discount_ranks: [],
  discounts: [],
  parameters: {
    skip_after_release: false,
    ignore_blank_expiry: true,
    check_terms_rank: false,
    check_discount_rank: false,
    exclude_intercompany: false,
    skip_on_packing_slip_cancel: false,
    remove_blocked_lines: false,
    release_mode: null,
    release_below_bp: null,
    release_reason: 'AUTOMATIC',
    modified_reason: null,
    cancel_reason: null,
    reservation_days: 7,
  },
  sequence: [...RULE_TYPES],
  notes: [{ rule_id: 4, code: 'exclusion_for_all' }],
  credit_management: true,
  check_limit_on_orders: true,
};

function refusal(code: string, args: Record<string, unknown>): never {
  throw new RefusedError({ code, args, trace_id: '' });
}

async function open(component: () => JSX.Element, answers: object): Promise<Asked[]> {
  const asked = fakeHost(
    {
      'rules.get': () => POLICY,
      'holds.workflow': () => ({ active: false, automated: null, matrix: null }),
      'credit.setup': () => ({
        reasons: [],
        groups: [{ code: 'KEY', description: 'Key accounts' }],
        statuses: [{ code: 'STOPPED', description: '', hold: 'all', closed: false }],
      }),
      'terms.list': () => ({ terms: [] }),
      'users.list': () => ({ users: [] }),
      'customers.search': () => ({ hits: [{ account: '1000', name: 'Weber', document_no: null }] }),
      ...answers,
    } as unknown as Parameters<typeof fakeHost>[0],
    { 'rules.save': ['rules'], 'rules.sequence_save': ['rules'] },
  );
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/rules', component });
  const history = createMemoryHistory({ initialEntries: ['/rules'] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([page]), history }) as never} />);
  return asked;
}

const requestOf = (asked: Asked[], command: string) => asked.find((one) => one.command === command)?.request;

describe('a rule says what it does', () => {
  beforeAll(() => startWords('en'));
  const table = { level: 'table', account: '1000' } as const;
  const group = { level: 'group', group: 'KEY' } as const;
  const exclusion = { kind: 'exclusion', outcome: null } as const;
  const cases: [Partial<Rule>, string, string][] = [
    [
      { ...table, days: 30 },
      'Holds an order when the oldest invoice of customer 1000 is more than 30 days overdue.',
      'Sperrt einen Auftrag, wenn die älteste Rechnung von Kunde 1000 mehr als 30 Tage überfällig ist.',
    ],
    [
      { days: 1, outcome: 'warn' },
      'Warns about an order when the oldest invoice of the customer is more than 1 day overdue.',
      'Warnt bei einem Auftrag, wenn die älteste Rechnung des Kunden mehr als 1 Tag überfällig ist.',
    ],
    [
      { ...table, ...exclusion, days: 100 },
      'Spares customer 1000 from wider rules of this kind while the oldest invoice of the customer is less than 100 days overdue.',
      'Nimmt Kunde 1000 von weiter gefassten Regeln dieser Art aus, solange die älteste Rechnung des Kunden weniger als 100 Tage überfällig ist.',
    ],
    [
      { ...group, ...exclusion, value_type: 'amount', amount_minor: 100_000 },
      'Spares customers in group KEY from wider rules of this kind while the overdue amount of the customer is below 1,000.00 EUR.',
      'Nimmt Kunden der Gruppe KEY von weiter gefassten Regeln dieser Art aus, solange der überfällige Betrag des Kunden unter 1.000,00 EUR liegt.',
    ],
    [
      { rule_type: 'account_status', status: 'STOPPED', risk_group: 'C' },
      'Holds an order when the account status of a customer in risk group C is Stopped.',
      'Sperrt einen Auftrag, wenn der Kontostatus eines Kunden der Risikogruppe C Stopped ist.',
    ],
    [
      { rule_type: 'terms_of_payment', ...group, terms: 'N60' },
      'Holds an order of a customer in group KEY when its terms of payment are N60.',
      'Sperrt einen Auftrag eines Kunden der Gruppe KEY, wenn seine Zahlungsbedingungen N60 sind.',
    ],
    [
      { rule_type: 'limit_expired', days: 0 },
      'Holds an order when the credit limit of the customer has expired.',
      'Sperrt einen Auftrag, wenn das Kreditlimit des Kunden abgelaufen ist.',
    ],
    [
      { rule_type: 'overdue_amount', amount_minor: 100_000, used_bp: 8_000, measure: 'uninsured' },
      'Holds an order when the overdue amount of the customer is above 1,000.00 EUR and the uninsured exposure is above 80% of the credit limit.',
      'Sperrt einen Auftrag, wenn der überfällige Betrag des Kunden über 1.000,00 EUR und das unversicherte Obligo über 80\u00a0% des Kreditlimits liegt.',
    ],
    [
      { rule_type: 'sales_order', ...group, ...exclusion, release: true, amount_minor: 50_000 },
      'Lets every order of a customer in group KEY below 500.00 EUR through, whatever other rules say.',
      'Lässt jeden Auftrag eines Kunden der Gruppe KEY unter 500,00 EUR durch, was andere Regeln auch sagen.',
    ],
    [
      { rule_type: 'sales_order', amount_minor: 500_000, currency: 'USD' },
      'Holds an order when it is above 5,000.00 USD.',
      'Sperrt einen Auftrag, wenn er über 5.000,00 USD liegt.',
    ],
    [
      { rule_type: 'limit_used', ...table, used_bp: 10_000, measure: 'total' },
      'Holds an order when it takes the exposure of customer 1000 above 100% of the credit limit.',
      'Sperrt einen Auftrag, wenn er das Obligo von Kunde 1000 über 100\u00a0% des Kreditlimits hebt.',
    ],
    [
      { rule_type: 'order_review', outcome: 'warn', review: { ...NO_SIGNS, average_bp: 30_000, new_address: true } },
      'Warns about an order when it is above 300% of the customer’s average order or it goes to a new address.',
      'Warnt bei einem Auftrag, wenn er über 300\u00a0% des durchschnittlichen Auftrags des Kunden liegt oder er an eine neue Anschrift geht.',
    ],
  ];

  it.each(cases)('%o', (change, english, german) => {
    expect(sentenceOf(rule(change), speaker('en'))).toBe(english);
    expect(sentenceOf(rule(change), speaker('de'))).toBe(german);
  });

  it('of every kind, also before anything is typed', () => {
    for (const type of RULE_TYPES) {
      for (const kind of ['blocking', 'exclusion'] as const) {
        for (const language of ['en', 'de'] as const) {
          const said = sentenceOf(rule({ rule_type: type, kind }), speaker(language));
          expect(said, `${type} ${kind}`).toMatch(/…/);
          expect(said).not.toMatch(/\{\{|null|undefined|rules\./);
        }
      }
    }
  });

  it('and what is unusual about it', () => {
    const unusual = rule({
      active: false,
      from_on: '2026-12-01',
      route: 'credit_manager',
      overdue: { ignore_below_minor: 5_000, net_credits: false, exclude_disputed: true },
    });
    expect(detailsOf(unusual, speaker('en')).join(' · ')).toBe(
      'Switched off · from 01/12/2026 · goes to Credit manager · items below 50.00 EUR are left out · credits do not cover overdue items',
    );
  });
});

describe('a rule at a step', () => {
  const confirmation = CHECKPOINTS.find(({ step }) => step === 'confirmation');
  const invoice = CHECKPOINTS.find(({ step }) => step === 'invoice');
  const entry = CHECKPOINTS.find(({ step }) => step === 'entry');
  const holding = rule({ days: 30 });

  it('holds, warns, or is not checked by the tick and the outcome', () => {
    expect(effectAt(holding, confirmation, POLICY, TODAY)).toBe('hold');
    expect(effectAt(holding, entry, POLICY, TODAY)).toBe('warn');
    expect(effectAt(holding, invoice, POLICY, TODAY)).toBe('unchecked');
    expect(effectAt({ ...holding, outcome: 'warn' }, confirmation, POLICY, TODAY)).toBe('warn');
    expect(effectAt({ ...holding, kind: 'exclusion' }, confirmation, POLICY, TODAY)).toBe('shield');
    expect(effectAt({ ...holding, id: 4, kind: 'exclusion' }, confirmation, POLICY, TODAY)).toBe('nothing');
    expect(effectAt({ ...holding, kind: 'exclusion', release: true }, confirmation, POLICY, TODAY)).toBe('release');
  });

  it('is off out of its period, switched off, or where its kind is not run', () => {
    expect(effectAt({ ...holding, active: false }, confirmation, POLICY, TODAY)).toBe('off');
    expect(effectAt({ ...holding, from_on: '2026-12-01' }, confirmation, POLICY, TODAY)).toBe('off');
    expect(effectAt({ ...holding, to_on: TODAY }, confirmation, POLICY, TODAY)).toBe('hold');
    const limit = rule({ rule_type: 'limit_used' });
    expect(effectAt(limit, confirmation, { ...POLICY, check_limit_on_orders: false }, TODAY)).toBe('off');
    expect(effectAt(holding, confirmation, { ...POLICY, credit_management: false }, TODAY)).toBe('off');
  });

  it('moves with its kind among the kinds that have rules', () => {
    expect(shownTypes(POLICY)).toEqual(['days_overdue', 'limit_used']);
    const moved = movedType(POLICY, 'limit_used', -1);
    expect(moved?.indexOf('limit_used')).toBe(0);
    expect(moved?.indexOf('days_overdue')).toBe(RULE_TYPES.indexOf('limit_used'));
    expect(movedType(POLICY, 'days_overdue', -1)).toBeNull();
  });
});

describe('what is sent of a rule', () => {
  it('is only what its kind has', () => {
    const typed = rule({
      rule_type: 'limit_expired',
      days: 3,
      amount_minor: 5,
      used_bp: 7,
      account: '9',
      currency: 'USD',
    });
    expect(cleaned(typed)).toMatchObject({ days: 3, amount_minor: null, used_bp: null, account: null, currency: null });
    const exclusion = cleaned(rule({ kind: 'exclusion', release: true, route: 'x', value_type: 'amount', days: 1 }));
    expect(exclusion).toMatchObject({ release: true, route: null, outcome: null, value_type: 'amount', days: null });
  });

  it('warns by itself where it looks for fraud, and does what somebody chose', () => {
    expect(retyped(rule({}), 'order_review')).toEqual({ rule_type: 'order_review', outcome: 'warn' });
    expect(retyped(rule({ rule_type: 'order_review', outcome: 'warn' }), 'days_overdue').outcome).toBe('hold');
    expect(retyped(rule({ outcome: 'warn' }), 'sales_order').outcome).toBe('warn');
    expect(retyped(rule({ rule_type: 'order_review', outcome: 'hold' }), 'sales_order').outcome).toBe('hold');
    expect(cleaned(rule({ rule_type: 'order_review', outcome: null })).outcome).toBe('warn');
  });
});

// Questions by text rather than by role: a role of a long page takes jsdom seconds to find.
describe('the page of rules', () => {
  const LATE = 'Holds an order when the oldest invoice of the customer is more than 30 days overdue.';
  const LIMIT = 'Holds an order when it takes the exposure of the customer above 100% of the credit limit.';

  it('shows each rule by step, and what an exclusion does not do', async () => {
    await open(RulesPage, {});
    const row = (await screen.findByText(LATE)).closest('tr');
    const cells = [...(row?.querySelectorAll('td') ?? [])].slice(2).map((cell) => cell.textContent);
    expect(cells).toEqual(['▲warns', '■holds', 'not checked', '■holds', 'not checked', 'not checked']);
    expect(screen.getByText(/an exclusion for everybody spares nobody/)).toBeTruthy();
    const kinds = [...document.querySelectorAll('th[scope="rowgroup"]')].map((head) => head.textContent);
    expect(kinds).toEqual(['Days overdue', 'Credit limit used']);
  });

  it('says so where credit management is off', async () => {
    await open(RulesPage, { 'rules.get': () => ({ ...POLICY, credit_management: false }) });
    await screen.findByText(/Credit management is off/);
    expect(screen.getByText('Open credit setup').getAttribute('href')).toBe('/credit-setup');
  });

  it('makes a rule with the fields of its kind, and shows a refusal beside its field', async () => {
    const asked = await open(RulesPage, { 'rules.save': () => refusal('value_missing', { field: 'days' }) });
    await screen.findByText(LATE);
    const stop = listenToKeys();
    fireEvent.keyDown(document.body, { key: 'n' });
    stop();
    await screen.findByText(/^Holds an order when the oldest invoice of the customer is more than …/);
    expect(screen.queryByLabelText('Amount')).toBeNull();
    fireEvent.click(screen.getByText('Save'));
    await waitFor(() => expect(screen.getByLabelText('Days').getAttribute('aria-invalid')).toBe('true'));
    expect(requestOf(asked, 'rules.save')).toMatchObject({ rule_type: 'days_overdue', days: null, amount_minor: null });
  });

  it('moves a kind of rule by keys', async () => {
    const asked = await open(RulesPage, { 'rules.sequence_save': () => POLICY });
    const opener = await screen.findByText(LIMIT);
    opener.focus();
    const stop = listenToKeys();
    fireEvent.keyDown(opener, { key: 'ArrowUp', altKey: true });
    stop();
    await waitFor(() => expect(requestOf(asked, 'rules.sequence_save')).toBeTruthy());
    const { sequence } = requestOf(asked, 'rules.sequence_save') as { sequence: string[] };
    expect(sequence[0]).toBe('limit_used');
  });

  it('shows a refusal of checkpoints at the row of its step (H-24, H-25)', async () => {
    const asked = await open(RulesPage, {
      'rules.checkpoints_save': () =>
        refusal('checkpoint_grace_missing', { field: 'packing_slip', step: 'packing_slip' }),
    });
    fireEvent.click(await screen.findByText('Checkpoints'));
    const days = screen.getByLabelText('Grace days of posting: Packing slip');
    fireEvent.change(days, { target: { value: '' } });
    fireEvent.blur(days);
    fireEvent.click(screen.getByText('Save checkpoints'));
    const problem = await screen.findByText(/every ticked step needs some/);
    expect(problem.closest('tr')?.textContent).toContain('Packing slip');
    expect(requestOf(asked, 'rules.checkpoints_save')).toMatchObject({
      checkpoints: expect.arrayContaining([expect.objectContaining({ step: 'packing_slip', posting_grace: null })]),
    });
  });

  it('writes own rows of approval from the shipped ones', async () => {
    const asked = await open(RulesPage, { 'holds.workflow_save': (row: object) => row });
    fireEvent.click(await screen.findByText('Release approval'));
    fireEvent.click(await screen.findByText('Write own rows'));
    fireEvent.click(screen.getByText('Save approval'));
    await waitFor(() =>
      expect(requestOf(asked, 'holds.workflow_save')).toMatchObject({
        matrix: [
          { role: 'credit_manager', above: -1, up_to: null, order: 1 },
          { role: 'finance_approver', above: 10_000_000, up_to: null, order: 2 },
        ],
      }),
    );
  });
});

describe('a rule test', () => {
  const late = POLICY.rules[1] as Rule;
  const TESTED = {
    from_on: '2026-05-22',
    checks: 61,
    orders: 60,
    currency: 'EUR',
    totals: [
      { before: 'allow', after: 'allow', orders: 30, amount_minor: 4_650_000, bad_orders: 10, bad_minor: 1_650_000 },
      { before: 'allow', after: 'hold', orders: 30, amount_minor: 13_650_000, bad_orders: 10, bad_minor: 4_650_000 },
    ],
    changed: [],
  };

  it('changes, leaves out, adds, and takes back', () => {
    const stricter = withRule(NOTHING_TRIED, { ...late, days: 10 }, null);
    expect(stricter.changed.map(({ days }) => days)).toEqual([10]);
    expect(withRule(stricter, { ...late, days: 20 }, null).changed.map(({ days }) => days)).toEqual([20]);
    const without = leftOut(stricter, late.id);
    expect(without).toEqual({ changed: [], without: [late.id] });
    expect(asItIs(without, late.id)).toEqual(NOTHING_TRIED);
    const added = withRule(withRule(stricter, NEW_RULE, null), NEW_RULE, null);
    expect(added.changed).toHaveLength(3);
    expect(withRule(added, { ...NEW_RULE, days: 5 }, 2).changed.map(({ days }) => days)).toEqual([10, null, 5]);
  });

  it('asks for the rules that are tried, and shows what would have become of the orders', async () => {
    localStorage.clear();
    const asked = await open(RuleTestPage, { 'rules.test': () => TESTED });
    const row = (await screen.findByText(/is more than 30 days overdue/)).closest('tr');
    fireEvent.click(within(row as HTMLElement).getByText('Leave out'));
    await screen.findByText('left out');
    fireEvent.click(screen.getByText('Run the test'));
    await screen.findByText(/^61 checks of 60 orders since/);
    expect(requestOf(asked, 'rules.test')).toMatchObject({ months: 6, rules: [], without: [3], bad_after_days: 90 });
    const held = screen.getByText('→ held').closest('tr');
    expect([...(held?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent)).toEqual([
      'goes through',
      '→ held',
      '30',
      '136,500.00',
      '10',
      '46,500.00',
    ]);
    expect(screen.getByText('No order would have gone another way.')).toBeTruthy();
  });

  it('tries other checkpoints, and says at their step what is wrong with them', async () => {
    localStorage.clear();
    const refused = () => refusal('checkpoint_grace_missing', { field: 'invoice', step: 'invoice' });
    const asked = await open(RuleTestPage, { 'rules.test': refused });
    fireEvent.click(await screen.findByLabelText('Posting: Invoice'));
    fireEvent.click(screen.getByText('Run the test'));
    await waitFor(() => expect(requestOf(asked, 'rules.test')).toBeTruthy());
    const tried = (requestOf(asked, 'rules.test') as { checkpoints: HoldPolicy['checkpoints'] }).checkpoints;
    expect(tried.find(({ step }) => step === 'invoice')?.posting).toBe(true);
    expect(tried).toHaveLength(STEPS.length);
    const line = (await screen.findByRole('alert')).closest('tr');
    expect(line?.textContent).toContain('Invoice');
    fireEvent.click(screen.getByText('As in the book'));
    fireEvent.click(screen.getByText('Run the test'));
    const last = () => asked.filter(({ command }) => command === 'rules.test').at(-1)?.request;
    await waitFor(() => expect(last()).toMatchObject({ checkpoints: [] }));
    localStorage.clear();
  });

  it('says that a rule of it cannot be used', async () => {
    localStorage.clear();
    await open(RuleTestPage, { 'rules.test': () => refusal('value_missing', { field: 'days' }) });
    await screen.findByText(/is more than 30 days overdue/);
    fireEvent.click(screen.getByText('Run the test'));
    await screen.findByText(/A rule of the test cannot be used/);
  });
});
