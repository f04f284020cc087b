import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ALL, isTaken, leave, leftOpen, only, take } from '../src/features/settlement/small-balances-choice';
import { SmallBalancesPage } from '../src/features/settlement/small-balances-page';
import { fakeHost, show } from './fake-host';

const TOTAL = { currency: 'EUR', count: 2, debits_minor: 199, credits_minor: -40, open_minor: 159 };
const TERMS = { thresholds: [{ currency: 'EUR', threshold_minor: 100 }], whole_documents: false, settled_on: null };

/** Three rests are proposed; the person leaves none of them out. */
const ANSWERS = {
  'settlement.small_balance_terms': () => TERMS,
  'settlement.small_balances': () => ({
    handle: 4,
    count: 3,
    totals: [TOTAL],
    proposed: 3,
    near: 1,
    left: [{ reason: 'above_threshold', count: 1 }],
    without_threshold: [{ currency: 'USD', count: 2 }],
  }),
  'settlement.small_balances_page': () => ({ rows: [] }),
  'settlement.small_balances_sum': () => ({
    counts: [
      { outcome: 'closed', count: 2 },
      { outcome: 'changed', count: 1 },
    ],
    totals: [TOTAL],
  }),
  'settlement.small_balances_post': () => ({
    run_id: 9,
    counts: [{ outcome: 'closed', count: 2 }],
    totals: [TOTAL],
  }),
  'undo.rehearse': () => ({ refusal: null, figures: [{ what: 'reopened', count: 2 }], posting: null, entries: [] }),
  'settlement.small_balances_undo': () => ({ reopened: 2 }),
  'settlement.small_balance_runs': () => ({ runs: [] }),
  'views.list': () => ({ views: [] }),
} as unknown as Parameters<typeof fakeHost>[0];

async function open() {
  const root = createRootRoute();
  const route = createRoute({ getParentRoute: () => root, path: '/small-balances', component: SmallBalancesPage });
  const history = createMemoryHistory({ initialEntries: ['/small-balances'] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([route]), history }) as never} />);
}

describe('small balances', () => {
  it('are closed only after count and sum were shown, and can be taken back', async () => {
    const asked = fakeHost(ANSWERS);
    await open();
    await screen.findByText(/currencies without a threshold stay open: USD \(2\)/);
    fireEvent.click(await screen.findByText('Close 3 rests'));
    // One of the three has changed since it was shown: the book says so before anything is posted.
    await screen.findByText('changed after it was shown');
    const now = await screen.findByText('Close 2 rests now');
    expect(asked.map(({ command }) => command)).not.toContain('settlement.small_balances_post');
    fireEvent.change(screen.getByLabelText('Note for the log'), { target: { value: 'quarter' } });
    fireEvent.click(now);
    await screen.findByText(/2 rests closed: .*1\.59/);
    expect(asked.find(({ command }) => command === 'settlement.small_balances_post')?.request).toEqual({
      terms: TERMS,
      handle: 4,
      choice: ALL,
      note: 'quarter',
    });
    fireEvent.click(screen.getByText('Take back'));
    // What would be posted is shown first.
    await screen.findByText('Every rest that the run closed is open again.');
    expect(asked.map(({ command }) => command)).not.toContain('settlement.small_balances_undo');
    fireEvent.click(screen.getByText('Take back now'));
    await screen.findByText('Taken back: 2 documents are open again.');
  });

  it('ask again with another threshold', async () => {
    const asked = fakeHost(ANSWERS);
    await open();
    const field = await screen.findByLabelText(/Largest rest in EUR/);
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: '2.50' } });
    fireEvent.blur(field);
    const last = () => asked.filter(({ command }) => command === 'settlement.small_balances').at(-1)?.request;
    await waitFor(() =>
      expect(last()).toMatchObject({ terms: { thresholds: [{ currency: 'EUR', threshold_minor: 250 }] } }),
    );
  });

  it('name what belongs here while there was no run', async () => {
    fakeHost(ANSWERS);
    await open();
    fireEvent.click(await screen.findByText('Earlier runs'));
    await screen.findByText('No run yet');
  });
});

describe('the choice of small balances', () => {
  it('is all but some, or only some', () => {
    const some = leave(ALL, [1, 2]);
    expect([1, 2, 3].map((id) => isTaken(some, id))).toEqual([false, false, true]);
    expect(leftOpen(some, 5)).toBe(2);
    expect(take(some, [1])).toEqual({ of: 'all_but', transaction_ids: [2] });
    const few = only([1, 2]);
    expect([1, 3].map((id) => isTaken(few, id))).toEqual([true, false]);
    expect(leftOpen(few, 5)).toBe(3);
    expect(isTaken(leave(few, [1]), 1)).toBe(false);
    expect(isTaken(take(few, [3]), 3)).toBe(true);
  });
});
