import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type Action, useRegisteredActions } from '../src/kit/actions';
import { PAGES } from '../src/shell/routes';
import type { ResponseOf } from '../src/wire/commands';
import { fakeHost, show } from './fake-host';

const COUNTS = { created: 1, printed: 0, posted: 0, cancelled: 0, replaced: 0, dropped: 0, skipped: 0 };
const RUN = {
  run_id: 7,
  letter_on: '2026-11-22',
  created_at: '2026-11-22T08:00:00Z',
  counts: COUNTS,
  totals: [],
} as unknown as ResponseOf<'letters.run'>['run'];

/** Only what a page needs before it can offer its acts; everything else is refused and shown as such. */
const ANSWERS = {
  'company.get': () => ({
    name: 'X',
    country: 'DE',
    currency: 'EUR',
    language: 'de',
    worked_weekdays: '1111100',
    holiday_region: '',
  }),
  'customers.get': () => ({
    customer_id: 1,
    account: '1',
    card: { name: 'Weber', address: { country: null, postal_code: '', city: '' }, contacts: [], delivery_hold: 'no' },
  }),
  'letters.run': () => ({ run: RUN }),
  'settlement.small_balance_terms': () => ({ thresholds: [], whole_documents: false, settled_on: null }),
  'letters.sequences': () => ({
    sequences: [{ id: 'STD', description: '', fee_terms: null, lines: [], texts: [] }],
    placeholders: [],
  }),
} as unknown as Parameters<typeof fakeHost>[0];

/** The rules have several forms, each with its own button; none is the page's one act. */
const WITHOUT = ['/settlement-rules'];

let offered: readonly Action[] = [];
function Probe() {
  offered = useRegisteredActions();
  return null;
}

async function open(path: string) {
  const root = createRootRoute();
  const page = PAGES.find((other) => other.path === path);
  const route = createRoute({
    getParentRoute: () => root,
    path,
    component: () => (
      <>
        <Probe />
        {page && <page.component />}
      </>
    ),
  });
  const address = path.replace('$account', '1').replace('$run', '7').replace('$journal', '1');
  const history = createMemoryHistory({ initialEntries: [address] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([route]), history }) as never} />);
}

describe('every page offers its primary act', () => {
  const paths = PAGES.map(({ path }) => path).filter((path) => !WITHOUT.includes(path));

  it.each(paths)('by name and key: %s', async (path) => {
    fakeHost(ANSWERS);
    await open(path);
    await waitFor(() => {
      const own = offered.filter(({ id, group }) => group === 'page' && !id.startsWith('grid.'));
      expect(own.filter(({ label, keys }) => label !== '' && keys)).not.toHaveLength(0);
    });
  });
});
