import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { useCustomerListActs } from '../src/kit/customer-list-acts';
import { type Asked, fakeHost, show } from './fake-host';

/** Weber owes in two currencies, so that its two rows are one customer. */
const ROWS = [
  { account: '1', name: 'Weber' },
  { account: '1', name: 'Weber' },
  { account: '2', name: 'Vogel' },
];

const CHARGE = {
  account: '1',
  name: 'Weber',
  charge: { note_id: 7, item_id: null },
  note_no: 'INT-000007',
  to_on: '2026-10-31',
  document: '',
  currency: 'EUR',
  chosen: true,
  amount_minor: 6_000,
  settled_minor: 6_000,
  document_no: 'ADJ-000001',
  refusal: null,
};

const clear = vi.fn();

function Marked() {
  const marked = useCustomerListActs('standard');
  const picked = { chosen: { mode: 'some', ids: [] } as const, count: 3, rows: async () => ROWS, clear };
  return (
    <>
      {marked.buttons(picked)}
      {marked.beside}
    </>
  );
}

async function open(): Promise<{ asked: Asked[]; history: ReturnType<typeof createMemoryHistory> }> {
  const mail = (account: string) => ({
    from: { name: 'Maria', email: 'maria@example.com' },
    to: { name: account, email: `${account}@example.com` },
    others: [],
    language: 'en',
    subject: `About ${account}`,
    body: '',
    files: [],
    transactions: 0,
  });
  const asked = fakeHost({
    'aging.list': () => ({ by: 'document', credits_in: 'own_period', promises: 'respected', include_zero: true }),
    'aging.run': () => ({ as_of: '2026-11-22' }),
    'activities.add_many': () => ({ activities: 2 }),
    'users.list': () => ({ users: [] }),
    'interest.adjustments': (request: { only: { note_id: number }[] | null }) => ({
      charges: [
        { ...CHARGE, chosen: request.only === null || request.only.length > 0 },
        {
          ...CHARGE,
          account: '2',
          name: 'Vogel',
          charge: null,
          note_no: '',
          to_on: null,
          amount_minor: 0,
          document_no: '',
          refusal: { code: 'interest_nothing_of_customer', args: { account: '2' }, trace_id: '' },
        },
      ],
      possible: request.only === null || request.only.length > 0 ? 1 : 0,
      totals: [{ currency: 'EUR', amount_minor: 6_000, settled_minor: 6_000 }],
      journal: { entries: [], count: 0, sums: [] },
    }),
    'interest.adjust_each': () => ({
      charges: [],
      possible: 1,
      totals: [],
      journal: { entries: [], count: 0, sums: [] },
    }),
    'mail.compose': ({ account }: { account: string }) => mail(account),
  } as unknown as Parameters<typeof fakeHost>[0]);
  const root = createRootRoute();
  const list = createRoute({ getParentRoute: () => root, path: '/customers', component: Marked });
  const letters = createRoute({ getParentRoute: () => root, path: '/letters/new', component: () => 'letters' });
  const history = createMemoryHistory({ initialEntries: ['/customers'] });
  const routeTree = root.addChildren([list, letters]);
  await show(<RouterProvider router={createRouter({ routeTree, history }) as never} />);
  return { asked, history };
}

const requestsOf = (asked: Asked[], command: string) =>
  asked.filter((one) => one.command === command).map(({ request }) => request);

describe('acts on marked customers', () => {
  it('updates the figures of these customers alone, by due day', async () => {
    const { asked } = await open();
    fireEvent.click(await screen.findByText('Update aging'));
    expect(await screen.findByText(/The marked customers now show figures/)).toBeTruthy();
    expect(requestsOf(asked, 'aging.run')).toMatchObject([
      { accounts: ['1', '2'], by: 'due', include_zero: true, companies: [] },
    ]);
    expect(clear).toHaveBeenCalled();
  });

  it('gives each customer an activity', async () => {
    const { asked } = await open();
    fireEvent.click(await screen.findByText('New activity'));
    fireEvent.change(await screen.findByLabelText('Title'), { target: { value: 'Call' } });
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(dialog.querySelector('button[type=submit]') as HTMLElement);
    await waitFor(() => expect(requestsOf(asked, 'activities.add_many').length).toBe(1));
    expect(requestsOf(asked, 'activities.add_many')).toMatchObject([{ accounts: ['1', '2'] }]);
  });

  it('waives what the marked customers were charged, and says why not of whom', async () => {
    const { asked } = await open();
    fireEvent.click(await screen.findByText('Waive interest'));
    const box = (await screen.findByLabelText('Include INT-000007')) as HTMLInputElement;
    expect(await screen.findByText(/2 has no posted interest/)).toBeTruthy();
    // What is taken out is not done; with nothing left there is nothing to do.
    fireEvent.click(box);
    await waitFor(() => expect((screen.getByTestId('interest-each-do') as HTMLButtonElement).disabled).toBe(true));
    const included = () => screen.getByLabelText('Include INT-000007') as HTMLInputElement;
    await waitFor(() => expect(included().disabled).toBe(false));
    fireEvent.click(included());
    const waive = await screen.findByText('Waive one charge');
    await waitFor(() => expect((screen.getByTestId('interest-each-do') as HTMLButtonElement).disabled).toBe(false));
    fireEvent.click(waive);
    expect(await screen.findByText('One charge was waived.')).toBeTruthy();
    expect(requestsOf(asked, 'interest.adjust_each')).toMatchObject([
      { kind: 'waived', accounts: ['1', '2'], object: 'note', only: [{ note_id: 7 }] },
    ]);
  });

  it('writes a mail to one after the other, and opens the letters with these customers', async () => {
    const { history } = await open();
    fireEvent.click(await screen.findByText('E-mail'));
    expect(await screen.findByText('E-mail 1 of 2: Weber')).toBeTruthy();
    fireEvent.click(await screen.findByText('Cancel'));
    expect(await screen.findByText('E-mail 2 of 2: Vogel')).toBeTruthy();
    fireEvent.click(await screen.findByText('Cancel'));
    fireEvent.click(await screen.findByText('Collection letters'));
    expect(await screen.findByText('letters')).toBeTruthy();
    expect(history.location.search).toContain('accounts');
  });
});
