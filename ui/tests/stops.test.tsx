import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { InsolvencyPanel } from '../src/features/customers/insolvency-panel';
import { StopsBox } from '../src/features/customers/stops-box';
import { LimitationPage } from '../src/features/stops/limitation-page';
import { listenToKeys } from '../src/kit/actions';
import { type Asked, fakeHost, show } from './fake-host';

const STOP = {
  id: 7,
  account: '1000',
  name: 'Weber',
  transaction_id: 3,
  document_no: 'R-3',
  currency: 'EUR',
  open_minor: 10_000,
  purpose: 'dunning',
  reason: 'Checked by the lawyer',
  from_on: '2026-11-01',
  until_on: '2026-12-05',
  state: 'running',
  source: 'manual',
  set_by: 'maria',
  changes: [],
};
const OVER = { ...STOP, id: 8, document_no: 'R-4', until_on: '2026-11-05', state: 'over' };

async function open(component: () => React.JSX.Element, answers: object): Promise<Asked[]> {
  const asked = fakeHost({
    'stops.of_customer': () => ({ as_of: '2026-11-22', stops: [STOP, OVER], count: 2 }),
    'stops.set': () => ({ as_of: '2026-11-22', stops: [STOP], count: 1 }),
    'stops.end': () => ({ as_of: '2026-11-22', stops: [], count: 0 }),
    'insolvency.of_customer': () => ({ insolvencies: [] }),
    ...answers,
  } as unknown as Parameters<typeof fakeHost>[0]);
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/', component });
  const history = createMemoryHistory({ initialEntries: ['/'] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([page]), history }) as never} />);
  return asked;
}

function press(key: string) {
  const stop = listenToKeys();
  fireEvent.keyDown(document.body, { key });
  stop();
}

const requestOf = (asked: Asked[], command: string) => asked.find((one) => one.command === command)?.request;
const type = (label: string, value: string) => {
  const field = screen.getByLabelText(label);
  fireEvent.change(field, { target: { value } });
  fireEvent.blur(field);
};

describe('stops of a customer', () => {
  it('shows what holds, and not what is over', async () => {
    await open(() => <StopsBox account="1000" />, {});
    await screen.findByText('R-3');
    expect(screen.queryByText('R-4')).toBeNull();
  });

  it('sets one by key: no act without a reason and a last day', async () => {
    const asked = await open(() => <StopsBox account="1000" />, {});
    await screen.findByText('R-3');
    press('h');
    await screen.findByLabelText('Reason');
    const act = () =>
      screen
        .getAllByRole('button', { name: 'Set a stop' })
        .find((button) => button.getAttribute('type') === 'submit') as HTMLButtonElement;
    expect(act().disabled).toBe(true);
    type('Reason', 'Plan is being agreed');
    type('Through', '2026-12-31');
    await waitFor(() => expect(act().disabled).toBe(false));
    fireEvent.click(act());
    await waitFor(() =>
      expect(requestOf(asked, 'stops.set')).toEqual({
        account: '1000',
        transaction_ids: [],
        purpose: 'dunning',
        reason: 'Plan is being agreed',
        until_on: '2026-12-31',
      }),
    );
  });

  it('ends one with a reason', async () => {
    const asked = await open(() => <StopsBox account="1000" />, {});
    fireEvent.click(await screen.findByText('R-3'));
    await screen.findByLabelText('Reason');
    const end = () => screen.getByRole('button', { name: 'End today' }) as HTMLButtonElement;
    expect(end().disabled).toBe(true);
    type('Reason', 'Agreed');
    fireEvent.click(end());
    await waitFor(() => expect(requestOf(asked, 'stops.end')).toEqual({ id: 7, reason: 'Agreed' }));
  });
});

describe('limitation periods', () => {
  it('are shown with their source', async () => {
    await open(() => <LimitationPage />, {
      'limitation.setup': () => ({
        periods: [{ country: 'DE', months: 36, begins: 'end_of_year', source: 'BGB §§ 195, 199', shipped: true }],
        parameters: { warning_days: 90, country_of: 'company' },
      }),
    });
    await screen.findByText('BGB §§ 195, 199');
    expect(screen.getByText('with the end of the year')).toBeTruthy();
  });
});

describe('what an insolvency leaves', () => {
  const item = (transaction_id: number, filed_minor: number, open_minor: number) => ({
    transaction_id,
    document_no: `R-${transaction_id}`,
    due_on: '2026-02-15',
    side: 'before',
    currency: 'EUR',
    opening_minor: 119_000,
    open_minor,
    filed_minor,
    dividends_minor: 11_900,
  });
  const insolvency = {
    head: { id: 3, account: '1', name: 'Weber', court: 'AG', file_number: 'IN 1', opened_on: '2026-05-20', sums: [] },
    items: [item(7, 119_000, 107_100), item(8, 50_000, 0), item(9, 0, 10_000)],
    entries: [],
    rests: [{ currency: 'EUR', items: 1, amount_minor: 107_100 }],
  };

  it('is written off with its tax by one button', async () => {
    const asked = await open(() => <InsolvencyPanel account="1" />, {
      'insolvency.of_customer': () => ({ insolvencies: [insolvency] }),
      'write_offs.parameters': () => ({ reason: 'UNECONOMIC', separate_tax: 'no', approval: [] }),
      'write_offs.reasons': () => ({
        reasons: [
          { code: 'INSOLVENCY', description: '' },
          { code: 'UNECONOMIC', description: '' },
        ],
      }),
      'write_offs.preview': () => ({ items: [], lines: [], sums: [], approvers: [] }),
    });
    fireEvent.click(await screen.findByTestId('insolvency-write-off'));
    await screen.findByTestId('write-off-form');
    await waitFor(() =>
      expect(requestOf(asked, 'write_offs.preview')).toMatchObject({
        account: '1',
        transaction_ids: [7],
        reason: 'INSOLVENCY',
        separate_tax: 'yes',
      }),
    );
  });
});
