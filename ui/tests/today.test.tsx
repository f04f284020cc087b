import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { TodayPage } from '../src/features/today/today-page';
import { startWords } from '../src/i18n';
import { type Asked, fakeHost, show } from './fake-host';

const ROW = {
  place: 1,
  customer_id: 7,
  account: '1000',
  name: 'Weber KG',
  reason: 'oldest',
  measure: 93,
  amounts: [
    { currency: 'EUR', total_minor: 1_500_000, overdue_minor: 1_240_000, undisputed_minor: 1_000_000 },
    { currency: 'USD', total_minor: 50_000, overdue_minor: 50_000, undisputed_minor: 50_000 },
  ],
  oldest_days: 93,
  exposure_minor: 1_600_000,
  broken_promises: 0,
  broken: null,
  without_rate: false,
  snoozed_until: null,
  next_activity_on: null,
};

async function open(row: object = ROW): Promise<Asked[]> {
  const rules = { undisputed_overdue: 5, exposure: 2, oldest: 3, broken_promises: 5 };
  const asked = fakeHost({
    'pools.offered': () => ({ pools: [{ code: 'NORTH', description: '' }], default_pool: 'NORTH', only_these: true }),
    'worklist.parameters': () => ({ ranking: 'oldest', weights: rules }),
    'worklist.list': () => ({ handle: 1, count: 1, snoozed: 0, ranking: 'oldest', totals: [], currency: 'EUR' }),
    'worklist.page': () => ({ rows: [row] }),
    'worklist.snooze': () => ({}),
    'worklist.wake': () => ({}),
    'today.get': () => ({
      activities: [],
      highest: [],
      oldest: [],
      waiting: [{ kind: 'limit_journals', count: 2, oldest_on: '2026-11-20' }],
      periods: [],
      currency: 'EUR',
    }),
    'activities.list': () => ({ handle: 2, count: 0, open: 0, overdue: 0, today: 0 }),
    'users.list': () => ({ users: [] }),
  } as unknown as Parameters<typeof fakeHost>[0]);
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/today', component: TodayPage });
  const history = createMemoryHistory({ initialEntries: ['/today'] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([page]), history }) as never} />);
  return asked;
}

describe('today', () => {
  beforeAll(() => startWords('en'));

  it('says why a customer stands where it stands, each currency by itself, and what waits elsewhere', async () => {
    const asked = await open();
    expect(await screen.findByText('Weber KG (1000)')).toBeTruthy();
    const why = screen.getByText(/Oldest invoice 93 days late/).textContent ?? '';
    expect(why).toMatch(/12,400\.00.* \+ .*500\.00/);
    expect(screen.getByText(/Limit journals to approve: 2, since/)).toBeTruthy();
    // D-6: the agent's default pool is chosen without a word.
    const lists = asked.filter(({ command }) => command === 'worklist.list');
    expect(lists.at(-1)?.request).toMatchObject({ pool: 'NORTH', snoozed: false });
  });

  it('puts a customer off until a day, and takes that back', async () => {
    const asked = await open();
    fireEvent.click(await screen.findByText('Put off …'));
    const day = await screen.findByLabelText('Back on the list on');
    fireEvent.change(day, { target: { value: '+7' } });
    fireEvent.blur(day);
    const dialog = await screen.findByRole('dialog');
    const submit = dialog.querySelector('button[type=submit]') as HTMLElement;
    fireEvent.click(submit);
    expect(await screen.findByText(/1000 is off your list until/)).toBeTruthy();
    expect(asked).toContainEqual({
      command: 'worklist.snooze',
      request: { account: '1000', until_on: '2026-11-29' },
    });
    fireEvent.click(screen.getByText('Take back'));
    await screen.findByText('Weber KG (1000)');
    expect(asked.some(({ command }) => command === 'worklist.wake')).toBe(true);
  });

  it('names the newest broken promise with its amount and since when', async () => {
    const broken = {
      currency: 'EUR',
      amount_minor: 420_000,
      promised_on: '2026-11-18',
      broken_on: '2026-11-21',
      days_ago: 1,
    };
    await open({ ...ROW, reason: 'broken_promises', broken_promises: 2, broken });
    const why = (await screen.findByText(/broken yesterday/)).textContent ?? '';
    expect(why).toMatch(/^Promise of .*4,200\.00.* broken yesterday, 2 in all; .*12,400\.00/);
  });

  it('lists my activities as the other lists are: of the pool, by their end, with a new one at hand', async () => {
    const asked = await open();
    fireEvent.click(await screen.findByText('My activities'));
    expect(await screen.findByText('No open activity of yours.')).toBeTruthy();
    const lists = asked.filter(({ command }) => command === 'activities.list');
    expect(lists.at(-1)?.request).toMatchObject({
      of: 'mine',
      show: 'open',
      pool: 'NORTH',
      sort: { column: 'ends_on', order: 'ascending' },
    });
    fireEvent.click(screen.getByText('New activity'));
    expect(await screen.findByRole('dialog')).toBeTruthy();
  });
});
