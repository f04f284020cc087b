import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { cleanedCustomerRule, NEW_CUSTOMER_RULE } from '../src/features/rules/customer-rule-form';
import { CustomerRulesPage } from '../src/features/rules/customer-rules-page';
import { type CustomerRule, customerSentence, type Proposal } from '../src/features/rules/customer-sentence';
import type { Speaker } from '../src/features/rules/sentence';
import { startWords } from '../src/i18n';
import { listenToKeys } from '../src/kit/actions';
import { RefusedError } from '../src/wire';
import { type Asked, fakeHost, show } from './fake-host';

function speaker(language: 'en' | 'de'): Speaker {
  return {
    t: i18next.getFixedT(language, 'words') as Speaker['t'],
    locale: language === 'de' ? 'de-DE' : 'en-GB',
    currency: 'EUR',
    status: (code) => (code === 'STOPPED' ? 'Stopped' : code),
  };
}

const RULE: CustomerRule = { ...NEW_CUSTOMER_RULE, id: 1, days: 60, status: 'STOPPED', reason: 'REVIEW' };

const figure = (days: number) =>
  ({
    figure: 'days',
    days,
    on: null,
    minor: null,
    currency: null,
    basis_points: null,
    exposure_minor: null,
    limit_minor: null,
    id: null,
    rank: null,
    signs: [],
  }) satisfies NonNullable<Proposal['measured']>;

function proposal(account: string): Proposal {
  return {
    account,
    name: `Customer ${account}`,
    rule_id: 1,
    from: null,
    to: 'STOPPED',
    lifts: false,
    measured: figure(75),
    threshold: figure(60),
    proposed_on: '2026-11-20',
  };
}

async function open(answers: object): Promise<Asked[]> {
  const asked = fakeHost({
    'credit.setup': () => ({ reasons: [], groups: [], statuses: [] }),
    'customer_rules.list': () => ({ rules: [RULE], proposals: [proposal('1000'), proposal('1001')] }),
    ...answers,
  } as unknown as Parameters<typeof fakeHost>[0]);
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/customer-rules', component: CustomerRulesPage });
  const history = createMemoryHistory({ initialEntries: ['/customer-rules'] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([page]), history }) as never} />);
  return asked;
}

function press(...keys: string[]) {
  const stop = listenToKeys();
  for (const key of keys) fireEvent.keyDown(document.body, { key });
  stop();
}

const requestOf = (asked: Asked[], command: string) => asked.find((one) => one.command === command)?.request;

describe('a rule about customers says what it does', () => {
  beforeAll(() => startWords('en'));
  const cases: [Partial<CustomerRule>, string, string][] = [
    [
      { level: 'table', account: '1000' },
      'Proposes the status Stopped for customer 1000 when the oldest invoice of the customer is more than 60 days overdue. Lifted when it is no longer so.',
      'Schlägt für Kunde 1000 den Status Stopped vor, wenn die älteste Rechnung des Kunden mehr als 60 Tage überfällig ist. Aufgehoben, wenn es nicht mehr so ist.',
    ],
    [
      { act: 'set', condition: 'overdue_amount', amount_minor: 500_000, lift: 'nothing_overdue' },
      'Sets the status Stopped for every customer when more than 5,000.00 EUR is overdue. Lifted when nothing is overdue.',
      'Setzt für alle Kunden den Status Stopped, wenn mehr als 5.000,00 EUR überfällig sind. Aufgehoben, wenn nichts überfällig ist.',
    ],
    [
      { act: 'set', condition: 'insolvency', lift: 'by_hand', level: 'group', group: 'KEY' },
      'Sets the status Stopped for customers in group KEY when an insolvency is recorded. Lifted by hand only.',
      'Setzt für Kunden der Gruppe KEY den Status Stopped, wenn eine Insolvenz erfasst ist. Nur von Hand aufgehoben.',
    ],
    [
      { condition: 'insurance_expired', lift: 'until', lift_on: '2026-12-31' },
      'Proposes the status Stopped for every customer when the last insurance is over. Lifted after 31/12/2026.',
      'Schlägt für alle Kunden den Status Stopped vor, wenn die letzte Versicherung zu Ende ist. Aufgehoben nach dem 31.12.2026.',
    ],
    [
      { condition: 'limit_expired' },
      'Proposes the status Stopped for every customer when the credit limit of the customer has expired. Lifted when it is no longer so.',
      'Schlägt für alle Kunden den Status Stopped vor, wenn das Kreditlimit des Kunden abgelaufen ist. Aufgehoben, wenn es nicht mehr so ist.',
    ],
  ];

  it.each(cases)('%o', (change, english, german) => {
    expect(customerSentence({ ...RULE, ...change }, speaker('en'))).toBe(english);
    expect(customerSentence({ ...RULE, ...change }, speaker('de'))).toBe(german);
  });

  it('and sends only what its condition has', () => {
    const typed = cleanedCustomerRule({ ...RULE, condition: 'insolvency', account: '9', lift_on: '2026-12-31' });
    expect(typed).toMatchObject({ days: null, amount_minor: null, overdue: null, account: null, lift_on: null });
  });
});

describe('the page of customer rules', () => {
  it('decides proposals by key, with what was measured beside the value of the rule', async () => {
    const gone = () => ({ rules: [RULE], proposals: [] });
    const asked = await open({ 'customer_rules.accept': gone, 'customer_rules.decline': gone });
    const row = (await screen.findByText('Customer 1001')).closest('tr');
    expect(row?.textContent).toContain('none → Stopped');
    expect(row?.textContent).toContain('75 days60 days');
    press('j', 'x');
    await waitFor(() => expect(requestOf(asked, 'customer_rules.decline')).toEqual({ account: '1001' }));
    press('k', 'y');
    await waitFor(() => expect(requestOf(asked, 'customer_rules.accept')).toEqual({ account: '1000' }));
  });

  it('shows a refusal of a new rule beside its field', async () => {
    await open({
      'customer_rules.save': () => {
        throw new RefusedError({ code: 'value_missing', args: { field: 'status' }, trace_id: '' });
      },
    });
    await screen.findByText('Customer 1000');
    press('n');
    const [status] = await screen.findAllByLabelText('New account status');
    fireEvent.click(screen.getByText('Save'));
    await waitFor(() => expect(status?.getAttribute('aria-invalid')).toBe('true'));
  });

  it('says what applying came to', async () => {
    const counts = { customers: 100, proposed: 3, set: 2, lifted: 1, withdrawn: 0 };
    await open({ 'customer_rules.apply': () => counts });
    fireEvent.click(await screen.findByText('Apply now'));
    await screen.findByText(/100 customers looked at: 3 proposed, 2 set, 1 lifted/);
  });
});
