import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { de } from '../src/i18n/de';
import { en } from '../src/i18n/en';
import { TakeBack } from '../src/kit/take-back';
import { UndoPanel } from '../src/shell/undo';
import { UNDO_FIGURES, UNDOS } from '../src/wire/generated/commands';
import { fakeHost, show } from './fake-host';

const CONFIRMED = {
  act_id: 12,
  at: '2026-11-22T08:00:00Z',
  command: 'bank.confirm',
  count: 1,
  names: ['Weber'],
  amount_minor: 85_000,
  currency: 'EUR',
  by: 'bank.undo',
  request: { line_id: 7 },
};
const IMPORTED = {
  act_id: 11,
  at: '2026-11-22T07:00:00Z',
  command: 'import.run',
  count: 1,
  names: ['t.csv'],
  amount_minor: null,
  currency: null,
  by: 'import.undo',
  request: { batch_id: 3 },
};

const ENTRIES = [
  {
    number: 'JNL-000002',
    kind: 'correction' as const,
    document_no: 'PAY-000001',
    posting_on: '2026-11-22',
    currency: 'EUR',
    text: '',
    lines: [
      { role: 'customer', key: '', account: '10001', tax_code: '', amount_minor: 85_000 },
      { role: 'bank', key: 'DE1', account: '1200', tax_code: '', amount_minor: -85_000 },
    ],
  },
];

describe('words of taking back', () => {
  // A kind of act without words would stand in the list as its key.
  it.each([
    ['en', en],
    ['de', de],
  ] as const)('has them in %s for every act, every undo and every figure', (_, { undo }) => {
    const key = (command: string) => command.replaceAll('.', '_');
    expect(UNDOS.length).toBeGreaterThan(40);
    expect(UNDOS.map(({ of }) => key(of)).filter((of) => !(of in undo.act))).toEqual([]);
    expect(UNDOS.map(({ by }) => key(by)).filter((by) => !(by in undo.by))).toEqual([]);
    expect(UNDO_FIGURES.filter((what) => !(what in undo.figure))).toEqual([]);
  });
});

describe('taking back', () => {
  const list = () => ({ acts: [CONFIRMED, IMPORTED] });

  it('shows what it does before it does it, and asks the undo of the act', async () => {
    const asked = fakeHost({
      'undo.list': list,
      'undo.check': () => ({ refusal: null, figures: [{ what: 'lines', count: 1 }], posting: null, entries: ENTRIES }),
      'bank.undo': () => ({}) as never,
    });
    await show(<UndoPanel state="open" onClose={() => undefined} />);
    fireEvent.click(await screen.findByText('Bank line confirmed: Weber'));
    await screen.findByText('What was posted from the bank line is cancelled; the line waits again.');
    // The lines of the journal stand there too.
    await screen.findByText('Bank · DE1 · 1200');
    expect(asked.map(({ command }) => command)).not.toContain('bank.undo');
    fireEvent.change(screen.getByLabelText('Why (stands in the audit log)'), { target: { value: 'wrong line' } });
    fireEvent.click(screen.getByRole('button', { name: 'Take back' }));
    await screen.findByText('Taken back.');
    expect(asked.find(({ command }) => command === 'bank.undo')?.request).toEqual({
      line_id: 7,
      reason: 'wrong line',
      comment: 'wrong line',
      note: 'wrong line',
    });
  });

  it('says why one cannot be taken back', async () => {
    const refusal = { code: 'import_has_later_work', args: { count: 2, standing: [] }, trace_id: '' };
    fakeHost({
      'undo.list': list,
      'undo.check': () => ({ refusal, figures: [], posting: null, entries: [] }) as never,
    });
    await show(<UndoPanel state="open" onClose={() => undefined} />);
    fireEvent.click(await screen.findByText('Import: t.csv'));
    await waitFor(() => expect(screen.getByRole('alert')).toBeTruthy());
    expect(screen.queryByRole('button', { name: 'Take back' })).toBeNull();
  });

  it('says what belongs here while there is nothing', async () => {
    fakeHost({ 'undo.list': () => ({ acts: [] }) });
    await show(<UndoPanel state="open" onClose={() => undefined} />);
    await screen.findByText('Nothing to take back');
  });
});

describe('taking back on a page', () => {
  const button = <TakeBack by="write_offs.undo" request={{ write_off_id: 4 }} label="Take it back" testId="back" />;

  it('shows the entries first, and posts them only then', async () => {
    const asked = fakeHost({
      'undo.rehearse': () => ({ refusal: null, figures: [], posting: null, entries: ENTRIES }),
      'write_offs.undo': () => ({}) as never,
    });
    await show(button);
    expect(asked.map(({ command }) => command)).not.toContain('undo.rehearse');
    fireEvent.click(screen.getByTestId('back'));
    await screen.findByText('Bank · DE1 · 1200');
    expect(asked.find(({ command }) => command === 'undo.rehearse')?.request).toEqual({
      by: 'write_offs.undo',
      request: { write_off_id: 4 },
    });
    expect(asked.map(({ command }) => command)).not.toContain('write_offs.undo');
    fireEvent.change(screen.getByTestId('take-back-reason'), { target: { value: 'paid after all' } });
    fireEvent.click(screen.getByTestId('take-back-now'));
    await screen.findByTestId('back');
    expect(asked.find(({ command }) => command === 'write_offs.undo')?.request).toEqual({
      write_off_id: 4,
      reason: 'paid after all',
    });
  });

  it('says why not, and offers nothing', async () => {
    const refusal = { code: 'write_off_recovered', args: { number: 'WO-000001' }, trace_id: '' };
    fakeHost({ 'undo.rehearse': () => ({ refusal, figures: [], posting: null, entries: [] }) as never });
    await show(button);
    fireEvent.click(screen.getByTestId('back'));
    await waitFor(() => expect(screen.getByRole('alert')).toBeTruthy());
    expect(screen.queryByTestId('take-back-now')).toBeNull();
  });
});
