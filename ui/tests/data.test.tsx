import { act, renderHook, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chosenCount, isChosen, NONE_CHOSEN, toggled } from '../src/data/listing';
import { useLocalListing } from '../src/data/local-listing';
import { useAct, useAsk } from '../src/data/use-command';
import type { Column } from '../src/kit/grid/columns';
import { cellForSpreadsheet } from '../src/kit/grid/columns';
import { chosenRows, toCells } from '../src/kit/grid/copy';
import { mergeStates } from '../src/kit/grid/use-columns';
import { Problem } from '../src/kit/states';
import { RefusedError } from '../src/wire';
import { fakeHost, show } from './fake-host';

type Row = { id: number; name: string; minor: number };

const COLUMNS: Column<Row>[] = [
  { id: 'name', kind: 'text', header: 'Name', value: (row) => row.name },
  { id: 'total', kind: 'money', header: 'Total', value: (row) => row.minor, currency: () => 'EUR' },
];

function Terms() {
  const terms = useAsk('terms.list', {});
  const save = useAct('terms.save');
  return (
    <button
      type="button"
      onClick={() => save.mutate({ id: 'N14', description: '', terms: { months: 0, days: 14, from: 'document_day' } })}
    >
      {terms.data?.terms.length ?? 'none'}
    </button>
  );
}

describe('answers', () => {
  it('are fetched again when an act changed what they show, and only then', async () => {
    const row = { id: 'N30', description: '', terms: { months: 0, days: 30, from: 'document_day' as const } };
    let known = [row];
    const answers = {
      'terms.list': () => ({ terms: known }),
      'terms.save': () => {
        known = [row, { ...row, id: 'N14' }];
        return { terms: known };
      },
    };
    const asked = fakeHost(answers, { 'terms.save': ['terms'] });
    await show(<Terms />);
    await waitFor(() => expect(screen.getByRole('button').textContent).toBe('1'));
    await act(async () => screen.getByRole('button').click());
    await waitFor(() => expect(screen.getByRole('button').textContent).toBe('2'));
    expect(asked.filter((one) => one.command === 'terms.list')).toHaveLength(2);
  });

  it('stay as they are when an act changed something else', async () => {
    const terms = { terms: [] };
    const asked = fakeHost({ 'terms.list': () => terms, 'terms.save': () => terms }, { 'terms.save': ['letters'] });
    await show(<Terms />);
    await waitFor(() => expect(screen.getByRole('button').textContent).toBe('0'));
    await act(async () => screen.getByRole('button').click());
    await waitFor(() => expect(asked.some((one) => one.command === 'terms.save')).toBe(true));
    expect(asked.filter((one) => one.command === 'terms.list')).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('says what happened and what to do, with its figures in the format of the reader', async () => {
    const error = new RefusedError({
      code: 'logo_too_large',
      args: { bytes: 1234567, limit_bytes: 524288 },
      trace_id: 'abc',
    });
    await show(<Problem error={error} />);
    expect(screen.getByRole('alert').textContent).toContain('1,234,567');
    expect(screen.getByRole('alert').textContent).toContain('Save it smaller.');
    expect(screen.getByRole('alert').textContent).toContain('abc');
  });

  it('without words of its own is shown with its code and figures, never hidden', async () => {
    const error = new RefusedError({ code: 'brand_new', args: { count: 7 }, trace_id: '' });
    await show(<Problem error={error} />);
    expect(screen.getByRole('alert').textContent).toContain('brand_new');
    expect(screen.getByRole('alert').textContent).toContain('count: 7');
  });
});

describe('a choice of rows', () => {
  it('of all means also the rows that were never loaded', () => {
    const all = toggled({ mode: 'all', except: [] }, 7);
    expect(chosenCount(all, 500_000)).toBe(499_999);
    expect(isChosen(all, 7)).toBe(false);
    expect(isChosen(all, 499_998)).toBe(true);
    expect(toggled(toggled(NONE_CHOSEN, 7), 7)).toEqual(NONE_CHOSEN);
  });

  it('is copied in the order of the list, across blocks, as cells that a spreadsheet reads', async () => {
    const rows = Array.from({ length: 2500 }, (_, id) => ({ id, name: `Row\t${id}`, minor: -id * 100_050 }));
    const listing = {
      key: ['test'],
      open: async () => ({ ok: { handle: 1, count: rows.length }, tags: [] }),
      page: async (_: number, offset: number, limit: number) => rows.slice(offset, offset + limit),
    };
    const open = { handle: 1, count: rows.length };
    const chosen = { mode: 'some' as const, ids: [2400, 1] };
    const found = await chosenRows(listing, open, chosen, (row) => row.id, 10);
    expect(found.map((row) => row.id)).toEqual([1, 2400]);
    expect(toCells(COLUMNS, found.slice(0, 1), 'de-DE')).toBe('Name\tTotal\nRow 1\t-1000,50');
  });
});

describe('a list whose rows came all at once', () => {
  const rows: Row[] = [
    { id: 1, name: 'Blau', minor: 200 },
    { id: 2, name: 'Amsel', minor: 100 },
  ];
  const query = { sort: { column: 'name', order: 'ascending' as const }, filters: [], search: '' };

  it('keeps an open handle when it is described anew, as when a column comes in late', async () => {
    const { result, rerender } = renderHook(({ read }) => useLocalListing('test', rows, read, ['name']), {
      initialProps: { read: (row: Row) => row.name },
    });
    const before = result.current;
    const { ok } = await before.open(query);
    rerender({ read: (row: Row) => row.name.toUpperCase() });
    expect(result.current).not.toBe(before);
    expect(result.current.key).toEqual(before.key);
    expect(await result.current.page(ok.handle, 0, 10)).toEqual([rows[1], rows[0]]);
  });

  it('says that a handle is forgotten instead of giving no rows', async () => {
    const { result } = renderHook(() => useLocalListing('test', rows, (row) => row.name, ['name']));
    await expect(result.current.page(-1, 0, 10)).rejects.toMatchObject({ code: 'listing_closed' });
  });
});

describe('columns', () => {
  it('keep the order and widths of the desk, and take in what a later version adds', () => {
    const stored = [
      { id: 'total', width: 90, show: 'no' as const },
      { id: 'gone', show: 'yes' as const },
    ];
    const merged = mergeStates(COLUMNS, stored);
    expect(merged).toEqual([
      { id: 'name', show: 'yes' },
      { id: 'total', width: 90, show: 'no' },
    ]);
  });

  it('copy an empty value as an empty cell', () => {
    const empty: Column<Row> = { id: 'x', kind: 'count', header: 'X', value: () => null };
    expect(cellForSpreadsheet(empty, { id: 1, name: '', minor: 0 }, 'en-GB')).toBe('');
  });
});
