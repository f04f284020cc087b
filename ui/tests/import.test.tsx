import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { JSX } from 'react';
import { describe, expect, it } from 'vitest';
import { HistoryEntry } from '../src/features/import/history-entry';
import { ImportPage } from '../src/features/import/import-page';
import type { Batch, ImportAct, Preview, PreviewRow, Recognised } from '../src/features/import/types';
import { fakeHost, show } from './fake-host';

const RECOGNISED = {
  recognition: {
    file: 'opos.csv',
    kind: 'transactions',
    profile: 'datev_open_items',
    rows_are: 'documents',
    as_of: '2026-11-20',
    format: 'delimited',
    encoding: 'windows-1252',
    delimiter: ';',
    sheet: null,
    sheets: [],
    header_row: 1,
    columns: [],
    date_order: 'dmy',
    decimal_mark: 'comma',
    evidence: [
      {
        code: 'profile_recognised',
        count: 1,
        examples: [{ line: 1, column: 0, value: 'Konto | Beleg', readings: [] }],
      },
    ],
    two_way_dates: [],
    ambiguities: [],
    defaults: [],
    row_count: 3,
    signature: 'x',
    sample_rows: [],
  },
  options: { kind: null },
  remembered: false,
  proposes_whole_list: true,
} as unknown as Recognised;

const ROW: PreviewRow = {
  file: 'opos.csv',
  line: 0,
  change: 'disappeared',
  record: 'invoice',
  key: 'RE-1007',
  account: '10001',
  amount_minor: 123_456,
  currency: 'EUR',
  fields: [['settled_on', '', '2026-11-20']],
};

const PREVIEW: Preview = {
  handle: 7,
  counts: [{ read: 3, new: 0, changed: 1, unchanged: 1, rejected: 1, disappeared: 250 }],
  sums: [
    { change: 'changed', currency: 'EUR', rows: 1, amount_minor: 5000 },
    { change: 'disappeared', currency: 'EUR', rows: 250, amount_minor: 999_900 },
  ],
  defaults: [{ file: 'opos.csv', field: 'terms', default: 'company_terms', rows: 3, value: '30 net' }],
  warnings: [
    {
      file: 'opos.csv',
      code: 'total_differs',
      args: { line: 9, stated: '2.000,00', stated_minor: 200_000, summed_minor: 190_000 },
    },
  ],
  rows: [],
  rejected: [],
  customers_in_passing: 0,
  new_amounts: [],
};

const BATCH: Batch = {
  id: 4,
  act_id: 3,
  at: '2026-11-22T08:00:00Z',
  user: 'Maria Lindner',
  file_name: 'opos.csv',
  kind: 'transactions',
  source: 'datev_open_items',
  counts: { read: 3, new: 0, changed: 1, unchanged: 1, rejected: 1, disappeared: 250 },
  as_of: '2026-11-20',
  whole_list: true,
  facts_to: '2026-11-20',
  undone_at: null,
  undone_by: null,
};

const ACT: ImportAct = {
  act_id: 3,
  at: BATCH.at,
  user: BATCH.user,
  undone_at: null,
  undone_by: null,
  batches: [BATCH],
};

async function page(component: () => JSX.Element | null) {
  const root = createRootRoute({ component });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ['/'] }) });
  await show(<RouterProvider router={router} />);
}

describe('the import', () => {
  it('goes from one drop to the result: the whole list, its difference by row, and the rejected rows as a file', async () => {
    const asked = fakeHost({
      'import.waiting': () => ({
        folder: '/exports',
        by_night: false,
        files: [{ path: '/exports/opos.csv', name: 'opos.csv', bytes: 900 }],
      }),
      'import.sort': ({ paths }) => ({
        files: paths.map((path) => ({
          path,
          name: 'opos.csv',
          sorted_as: 'table' as const,
          kind: 'transactions',
          source: 'datev_open_items',
          bundled: 'alone' as const,
          code: null,
          args: {},
        })),
      }),
      'import.recognise': () => RECOGNISED,
      'import.preview': () => PREVIEW,
      'import.preview_rows': ({ change, offset }) => ({
        rows: change === 'disappeared' ? [{ ...ROW, key: `RE-${1000 + offset}` }] : [],
        total: 250,
      }),
      'import.run': () => ({ batches: [BATCH], warnings: [], rejected: [], facts_to: '2026-11-20', disputes: 0 }),
      'dialog.save': ({ suggested }) => ({ path: `/out/${suggested}` }),
      'import.rejections_export': ({ path }) => ({ path, rows: 1 }),
    });
    const sent = (command: string) => asked.filter((one) => one.command === command).map((one) => one.request);
    await page(ImportPage);

    fireEvent.click(await screen.findByText('Import these'));
    expect(await screen.findByText('DATEV, open items')).toBeTruthy();
    expect(await screen.findByText(/What the book has open and the list lacks counts as settled/)).toBeTruthy();
    const next = screen.getByText('Show what it would change').closest('button');
    if (!next) throw new Error('The step has no button.');
    await waitFor(() => expect(next.hasAttribute('disabled')).toBe(false));
    fireEvent.click(next);

    // T-F5: the total that differs is said with both figures; U-6: the default with its value and rows.
    expect(await screen.findByText(/states a total of 2\.000,00, its rows add up to 1,900\.00/)).toBeTruthy();
    expect(screen.getByText(/30 net/)).toBeTruthy();
    expect(sent('import.preview')).toEqual([
      { files: [{ path: '/exports/opos.csv', options: null, whole_list: true }] },
    ]);
    for (const name of screen.getAllByText('Disappeared')) fireEvent.click(name);
    expect(await screen.findByText('RE-1000')).toBeTruthy();
    fireEvent.click(screen.getByText('Next rows'));
    expect(await screen.findByText('RE-1100')).toBeTruthy();

    for (const name of screen.getAllByText('Import')) fireEvent.click(name);
    expect(await screen.findByText('See who owes what')).toBeTruthy();
    fireEvent.click(screen.getByText('Save the rejected rows as a file'));
    await waitFor(() =>
      expect(sent('import.rejections_export')).toEqual([{ batch_id: 4, path: '/out/opos-rejected.csv' }]),
    );
  });

  it('opens disputes for what the file dates where a person says so, and names the days of discounts', async () => {
    const asked = fakeHost({
      'import.waiting': () => ({
        folder: '/exports',
        by_night: false,
        files: [{ path: '/exports/opos.csv', name: 'opos.csv', bytes: 900 }],
      }),
      'import.sort': ({ paths }) => ({
        files: paths.map((path) => ({
          path,
          name: 'opos.csv',
          sorted_as: 'table' as const,
          kind: 'transactions',
          source: 'datev_open_items',
          bundled: 'alone' as const,
          code: null,
          args: {},
        })),
      }),
      'import.recognise': () => RECOGNISED,
      'import.preview': () => ({
        ...PREVIEW,
        disputed: { items: 2, open: [['EUR', 22_000] as [string, number]] },
        defaults: [
          {
            file: 'opos.csv',
            field: 'cash_discount_date',
            default: 'terms_discount_days',
            rows: 1,
            value: null,
            days: 10,
          },
          { file: 'opos.csv', field: 'cash_discount_date', default: 'no_discount_day', rows: 3, value: null },
          { file: 'opos.csv', field: 'cash_discount', default: 'terms_discount_percent', rows: 1, value: '2.5' },
        ],
      }),
      'import.preview_rows': () => ({ rows: [], total: 0 }),
      'collections.reasons': () => ({
        reasons: [
          { code: 'other', description: '' },
          { code: 'price', description: '' },
        ],
      }),
      'import.run': () => ({ batches: [BATCH], warnings: [], rejected: [], facts_to: null, disputes: 2 }),
    });
    await page(ImportPage);
    fireEvent.click(await screen.findByText('Import these'));
    const next = (await screen.findByText('Show what it would change')).closest('button');
    await waitFor(() => expect(next?.hasAttribute('disabled')).toBe(false));
    if (next) fireEvent.click(next);

    expect(await screen.findByText(/the discount days of the terms/)).toBeTruthy();
    expect(screen.getByText('10 days')).toBeTruthy();
    expect(screen.getByText('2.5 %')).toBeTruthy();
    expect(screen.getByText(/no last day: neither the file nor the terms name one/)).toBeTruthy();
    expect(screen.getByText(/2 open items without a dispute, 220\.00/)).toBeTruthy();
    fireEvent.click(screen.getByTestId('import-open-disputes'));
    for (const name of screen.getAllByText('Import')) fireEvent.click(name);
    expect(await screen.findByText('2 disputes were opened.')).toBeTruthy();
    expect(asked.find(({ command }) => command === 'import.run')?.request).toEqual({
      files: [{ path: '/exports/opos.csv', options: null, whole_list: true }],
      disputes: { reason: 'other' },
    });
  });

  it('says in words what stands on it, and offers no undo then', async () => {
    const asked = fakeHost({
      'import.rejections': () => ({ rows: [] }),
      'import.undo_check': () => ({
        batches: [BATCH],
        counts: { transactions: 1, settlements: 0, restored: 0, customers: 0, put_back: 0, tasks: 0 },
        standing: [{ what: 'settlements', count: 2, examples: ['RE-1007'] }],
      }),
    });
    await show(<HistoryEntry act={ACT} />);
    fireEvent.click(await screen.findByText('Undo this import'));
    expect(await screen.findByText(/2 later settlements rest on its documents/)).toBeTruthy();
    expect(screen.queryByText('Undo now')).toBeNull();
    expect(asked.some(({ command }) => command === 'import.undo')).toBe(false);
  });

  it('is undone with its reason', async () => {
    const counts = { transactions: 2, settlements: 0, restored: 0, customers: 0, put_back: 0, tasks: 0 };
    const asked = fakeHost({
      'import.rejections': () => ({ rows: [] }),
      'import.undo_check': () => ({ batches: [BATCH], counts, standing: [] }),
      'import.undo': () => ({ batches: [BATCH], counts }),
    });
    await show(<HistoryEntry act={ACT} />);
    fireEvent.click(await screen.findByText('Undo this import'));
    expect(await screen.findByText('2 documents leave the book')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Reason'), { target: { value: ' wrong month ' } });
    fireEvent.click(screen.getByText('Undo now'));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'import.undo')?.request).toEqual({
        batch_id: 4,
        reason: 'wrong month',
      }),
    );
  });
});
