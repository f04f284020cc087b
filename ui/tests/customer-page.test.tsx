import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { useAsk } from '../src/data/use-command';
import { useBasis, useChooseBasis } from '../src/features/customers/basis';
import { CollectDrawer } from '../src/features/customers/collect-acts';
import { CustomerPage } from '../src/features/customers/customer-page';
import { DisplayBox } from '../src/features/customers/display-box';
import { StatusForm } from '../src/features/customers/status-form';
import type { TransactionRow } from '../src/features/customers/types';
import { listenToKeys } from '../src/kit/actions';
import { Answered } from '../src/kit/states';
import { RefusedError } from '../src/wire';
import { type Asked, fakeHost, show } from './fake-host';

type Answers = Parameters<typeof fakeHost>[0];

beforeEach(() => {
  localStorage.clear();
});

const BALANCE = {
  as_of: '2026-11-22',
  periods: [],
  balances: [],
  remaining_credit_minor: null,
  credit_currency: 'EUR',
  uncleared: [],
  payments: [],
  last_payment_on: null,
  months_as_customer: 18,
};
const COUNTS = { open: 3, disputed: 1, promised: 2, payments: 0, all: 12 };

const ANSWERS = {
  'customers.get': () => ({
    customer_id: 1,
    account: '1',
    card: { name: 'Weber', address: { country: null, postal_code: '', city: '' }, contacts: [], delivery_hold: 'no' },
  }),
  'customers.balance': () => BALANCE,
  'customers.transactions': () => ({ as_of: '2026-11-22', company_currency: 'EUR', counts: COUNTS, rows: [] }),
  'aging.definitions': () => ({
    default_definition: 'standard',
    definitions: [
      { id: 'standard', description: '' },
      { id: 'weeks', description: 'By weeks' },
    ],
  }),
} as unknown as Answers;

/** Shows something at the address of a customer. */
async function open(component: () => ReactNode, answers: Answers = ANSWERS) {
  const asked = fakeHost(answers);
  const root = createRootRoute();
  const route = createRoute({ getParentRoute: () => root, path: '/customers/$account', component });
  const history = createMemoryHistory({ initialEntries: ['/customers/1'] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([route]), history }) as never} />);
  return { asked, history };
}

/** The choice of the display, and one panel that follows it. */
function Display() {
  const basis = useBasis();
  const choose = useChooseBasis('1');
  const balance = useAsk('customers.balance', { account: '1', as_of: null, ...basis });
  return (
    <>
      <DisplayBox basis={basis} balance={balance.data} onBasis={choose} />
      <Answered answer={balance}>{(data) => <p>{`Shown in ${data.credit_currency}`}</p>}</Answered>
    </>
  );
}

async function choose(label: string, value: string) {
  fireEvent.click((await screen.findAllByLabelText(label))[0] as HTMLElement);
  fireEvent.click(await screen.findByText(value));
}

const lastOf = (asked: Asked[], command: string) =>
  asked.filter((one) => one.command === command).at(-1)?.request as Record<string, unknown> | undefined;

describe('the transactions of a customer', () => {
  it('are shown by tabs with their counts, by click and by key', async () => {
    const { asked } = await open(CustomerPage);
    expect((await screen.findByTestId('tab-promised')).textContent).toBe('Promised 2');
    expect(screen.getByTestId('tab-all').textContent).toBe('Open and closed 12');
    fireEvent.click(screen.getByTestId('tab-disputed'));
    await waitFor(() => expect(lastOf(asked, 'customers.transactions')?.show).toBe('disputed'));
    await screen.findByText('Nothing is disputed on this day');
    const stop = listenToKeys();
    fireEvent.keyDown(document.body, { key: '4' });
    stop();
    await waitFor(() => expect(lastOf(asked, 'customers.transactions')?.show).toBe('payments'));
  });
});

describe('the display of the page', () => {
  it('is switched for every panel and stays in the address', async () => {
    const { asked, history } = await open(Display);
    await choose('Amounts', 'In the company’s currency');
    await waitFor(() => expect(lastOf(asked, 'customers.balance')?.amounts).toBe('company'));
    expect((await screen.findByTestId('converted')).textContent).toContain('EUR');
    await choose('Periods', 'By weeks');
    await waitFor(() => expect(lastOf(asked, 'customers.balance')?.definition).toBe('weeks'));
    expect(lastOf(asked, 'customers.balance')?.amounts).toBe('company');
    expect(history.location.search).toContain('amounts=company');
    expect(history.location.search).toContain('definition=weeks');
  });

  it('says that a rate is missing, and can be switched back', async () => {
    await open(Display, {
      ...ANSWERS,
      'customers.balance': ({ amounts }: { amounts: string }) => {
        if (amounts === 'document') return BALANCE;
        const args = { currency: 'USD', into: 'EUR', day: '2026-11-22' };
        throw new RefusedError({ code: 'amounts_rate_missing', args, trace_id: '' });
      },
    } as unknown as Answers);
    await screen.findByText('Shown in EUR');
    await choose('Amounts', 'In the company’s currency');
    await screen.findByText(/no exchange rate from USD to EUR/);
    await choose('Amounts', 'In the currency of each document');
    await screen.findByText('Shown in EUR');
  });
});

const ROW = {
  transaction_id: 7,
  kind: 'invoice',
  document_no: 'R-1',
  currency: 'EUR',
  amount_minor: 100_000,
  open_minor: 100_000,
  disputed_minor: 0,
  undisputed_minor: 100_000,
} as unknown as TransactionRow;

describe('what is done with marked rows', () => {
  const rows = [ROW, { ...ROW, transaction_id: 8, document_no: 'R-2' }];

  it('a mail lists just these', async () => {
    const asked = fakeHost({});
    await show(
      <CollectDrawer
        account="1"
        collecting={{ what: 'mail', rows, clear: () => undefined }}
        onClose={() => undefined}
      />,
    );
    await waitFor(() => expect(lastOf(asked, 'mail.compose')?.transaction_ids).toEqual([7, 8]));
  });

  it('a stop holds just these', async () => {
    const asked = fakeHost({ 'stops.set': () => ({ as_of: '2026-11-22', stops: [], count: 0 }) } as unknown as Answers);
    let cleared = 0;
    const clear = () => {
      cleared += 1;
    };
    await show(<CollectDrawer account="1" collecting={{ what: 'stop', rows, clear }} onClose={() => undefined} />);
    await screen.findByText('R-1, R-2');
    fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'Plan' } });
    const until = screen.getByLabelText('Through');
    fireEvent.change(until, { target: { value: '2026-12-31' } });
    fireEvent.blur(until);
    fireEvent.click(screen.getByRole('button', { name: 'Set a stop' }));
    await waitFor(() => expect(lastOf(asked, 'stops.set')?.transaction_ids).toEqual([7, 8]));
    await waitFor(() => expect(cleared).toBe(1));
  });

  it('the status Promised asks for the consent that the promise needs', async () => {
    const asked = fakeHost({
      'promises.check': () => ({
        consent: ['horizon'],
        latest_on: '2026-12-22',
        earlier: 0,
        warnings: [
          {
            document_no: 'R-1',
            party: 'Polaris',
            policy_no: 'P-9',
            days: 61,
            longest_days: 60,
            latest_on: '2026-12-01',
          },
        ],
      }),
      'collections.reasons': () => ({ reasons: [] }),
      'collections.change_status': () => ({ changed: 1, act_id: 9 }),
    } as unknown as Answers);
    await show(<StatusForm account="1" rows={[ROW]} onDone={() => undefined} onCancel={() => undefined} />);
    await choose('New status', 'Promised to pay');
    const day = screen.getByLabelText('Promised for');
    fireEvent.change(day, { target: { value: '2027-01-31' } });
    fireEvent.blur(day);
    fireEvent.click(await screen.findByLabelText(/seen/i));
    fireEvent.change(screen.getByLabelText('Manager'), { target: { value: 'maria' } });
    fireEvent.click(screen.getByText('Change'));
    await waitFor(() =>
      expect(lastOf(asked, 'collections.change_status')).toMatchObject({
        promise_on: '2027-01-31',
        consent: { user: 'maria', pin: '', note: '' },
        beyond_extension: true,
      }),
    );
  });
});
