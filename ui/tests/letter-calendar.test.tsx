import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { LetterCalendarPage } from '../src/features/letters/calendar-page';
import { startWords } from '../src/i18n';
import { fakeHost, show } from './fake-host';

const total = (code: 'letter_1' | 'letter_2', letters: number, minor: number) => ({
  currency: 'EUR',
  code,
  letters,
  items_minor: minor,
  fee_minor: 0,
  total_minor: minor,
});

const CALENDAR = {
  handle: 3,
  count: 0,
  letters: 3,
  customers: 2,
  from_on: '2026-11-22',
  without_habit: 0,
  to_on: '2027-01-20',
  days: [
    { on: '2026-11-23', totals: [total('letter_1', 2, 50_000)] },
    { on: '2026-12-07', totals: [total('letter_2', 1, 51_000)] },
  ],
  totals: [total('letter_1', 2, 50_000), total('letter_2', 1, 51_000)],
};

describe('the dunning calendar', () => {
  beforeAll(() => startWords('en'));

  it('lists the days with their totals, and asks for the letters of the one that is chosen', async () => {
    const asked = fakeHost({ 'letters.calendar': () => CALENDAR, 'letters.calendar_page': () => ({ rows: [] }) });
    const root = createRootRoute({ component: LetterCalendarPage });
    const history = createMemoryHistory({ initialEntries: ['/'] });
    await show(<RouterProvider router={createRouter({ routeTree: root, history }) as never} />);
    const days = await screen.findByRole('region', { name: 'Days with letters' });
    expect(days.querySelectorAll('tbody tr')).toHaveLength(2);
    const second = days.querySelectorAll('tbody tr')[1]?.querySelector('button');
    if (second) fireEvent.click(second);
    await waitFor(() => {
      const requests = asked.filter(({ command }) => command === 'letters.calendar').map(({ request }) => request);
      expect(requests).toContainEqual(expect.objectContaining({ days: 60, on: '2026-12-07' }));
    });
  });
});
