import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { JSX } from 'react';
import { describe, expect, it } from 'vitest';
import { AgingReportPage } from '../src/features/aging_report/report-page';
import { StoredRunsPage } from '../src/features/aging_report/stored-page';
import { firstParameters } from '../src/features/aging_report/types';
import { LedgerPeriods } from '../src/features/definitions/ledger-periods';
import { AgingTrend } from '../src/kit/aging-trend';
import type { ResponseOf } from '../src/wire/commands';
import { fakeHost, show } from './fake-host';

const OPENED = {
  handle: 3,
  head: {
    as_of: '2026-11-22',
    balance_as_of: '2026-11-22',
    periods: [],
    printable: true,
    converted_to: null,
    without_rate: ['USD'],
    customers: 2,
    lines: 5,
  },
  totals: [{ currency: 'EUR', total_minor: 123_456, overdue_minor: 100, period_minor: [] }],
};

async function page(component: () => JSX.Element | null) {
  const root = createRootRoute({ component });
  const history = createMemoryHistory({ initialEntries: ['/'] });
  await show(<RouterProvider router={createRouter({ routeTree: root, history })} />);
}

describe('the aging report', () => {
  it('is asked with every parameter and shown as pages', async () => {
    const asked = fakeHost({
      'aging.definitions': () => ({ definitions: [], default_definition: 'standard' }),
      'aging.report': () => OPENED,
      'aging.report_pages': () => ({ handle: 4, pages: 2 }),
    });
    await page(AgingReportPage);
    fireEvent.click(await screen.findByLabelText('List the items behind each customer'));
    fireEvent.click(screen.getByLabelText('Unsettled credits in the first column'));
    fireEvent.click(screen.getByText('Show the pages'));
    await screen.findByText('Page 1 of 2');
    expect(screen.getByText(/No rate of the day for USD/)).toBeTruthy();
    expect(screen.getByTestId('report-found').textContent).toContain('2 customer lines, 5 lines in all');
    expect(asked.find(({ command }) => command === 'aging.report')?.request).toEqual({
      ...firstParameters('2026-11-22', 'en'),
      details: true,
      credits_in: 'first_period',
    });
    fireEvent.click(screen.getByText('Next page'));
    await screen.findByText('Page 2 of 2');
  });
});

describe('stored aging runs', () => {
  const run = (report_id: number, status: 'waiting' | 'ended') => ({
    report_id,
    attempt_id: null,
    fault: null,
    name: `Run ${report_id}`,
    status,
    as_of: status === 'ended' ? '2026-11-20' : null,
    ran_at: status === 'ended' ? '2026-11-20T08:00:00Z' : null,
    lines: 5,
    latest: status === 'ended',
    parameters: { ...firstParameters('2026-11-20', 'en'), group_by: 'region' as const },
    user: 'maria',
  });

  it('are listed with their filter, opened as they were, and deleted by hand', async () => {
    const asked = fakeHost({
      'aging.stored': () => ({ runs: [run(2, 'waiting'), run(1, 'ended')] }),
      'aging.stored_open': () => OPENED,
      'aging.report_pages': () => ({ handle: 4, pages: 1 }),
      'aging.stored_delete': () => ({ runs: [] }),
    });
    await page(StoredRunsPage);
    await screen.findByText('Waiting');
    expect(screen.getAllByText(/Region/).length).toBe(2);
    fireEvent.click(screen.getByText('Run 1'));
    await screen.findByText('Page 1 of 1');
    expect(asked.find(({ command }) => command === 'aging.stored_open')?.request).toEqual({ report_id: 1 });
    fireEvent.click(screen.getByLabelText('Mark the run Run 1'));
    fireEvent.click(screen.getByText('Delete the marked run'));
    await waitFor(() => expect(asked.map(({ command }) => command)).toContain('aging.stored_delete'));
    fireEvent.click(screen.getByText('Latest run of each name'));
    await waitFor(() =>
      expect(asked.filter(({ command }) => command === 'aging.stored').at(-1)?.request).toEqual({ latest_only: true }),
    );
  });
});

describe('a stored run that failed', () => {
  it('says why, is run again as it was asked, and goes by hand', async () => {
    const parameters = firstParameters('2026-11-20', 'en');
    const failed = {
      report_id: 0,
      attempt_id: 7,
      fault: { code: 'run_interrupted', args: {} },
      name: 'Month-end',
      status: 'failed' as const,
      as_of: '2026-11-20',
      ran_at: '2026-11-20T08:00:00Z',
      lines: 0,
      latest: false,
      parameters,
      user: 'maria',
    };
    const asked = fakeHost({
      'aging.stored': () => ({ runs: [failed] }),
      'aging.store': () => ({ ...failed, report_id: 3, attempt_id: null, fault: null, status: 'ended', lines: 5 }),
      'aging.stored_delete': () => ({ runs: [] }),
    });
    await page(StoredRunsPage);
    await screen.findByText('Failed');
    expect(screen.getByText(/interrupted before it ended/)).toBeTruthy();
    fireEvent.click(screen.getByLabelText('Run again: Month-end'));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'aging.store')?.request).toEqual({
        name: 'Month-end',
        parameters,
        every_night: false,
      }),
    );
    fireEvent.click(screen.getByLabelText('Mark the run Month-end'));
    fireEvent.click(screen.getByText('Delete the marked run'));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'aging.stored_delete')?.request).toEqual({
        report_ids: [],
        attempt_ids: [7],
      }),
    );
  });
});

describe('the trend', () => {
  it('has its figures in a table beside the lines, newest first', async () => {
    const point = (as_of: string, total_minor: number) => ({
      as_of,
      total_minor,
      overdue_minor: 100,
      period_minor: null,
    });
    const trend: ResponseOf<'aging.trend'> = {
      definition: 'standard',
      periods: [],
      lines: [{ currency: 'EUR', points: [point('2026-11-20', 5_000), point('2026-11-21', 7_000)] }],
    };
    fakeHost({ 'aging.trend': () => trend });
    await show(<AgingTrend definition={null} account="1" height={100} />);
    await screen.findByText('70.00');
    const rows = screen.getAllByRole('row').map((row) => row.textContent);
    expect(rows[1]).toContain('70.00');
    expect(rows[2]).toContain('50.00');
  });
});

describe('ledger periods', () => {
  it('are typed one to a line; a line that is none is named', async () => {
    const asked = fakeHost({
      'aging.ledger_periods': () => ({ periods: [] }),
      'aging.ledger_periods_save': (request) => request,
    });
    await show(<LedgerPeriods />);
    const field = await screen.findByLabelText('First day; last day; name');
    fireEvent.change(field, { target: { value: '2026-01-05; 2026-02-01; P1\nnonsense' } });
    await screen.findByText(/Line 2 is not read/);
    fireEvent.change(field, { target: { value: '2026-01-05; 2026-02-01; P1\n' } });
    fireEvent.click(screen.getByText('Save'));
    await waitFor(() =>
      expect(asked.at(-1)).toEqual({
        command: 'aging.ledger_periods_save',
        request: { periods: [{ first_on: '2026-01-05', last_on: '2026-02-01', name: 'P1' }] },
      }),
    );
  });
});
