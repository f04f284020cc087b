import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { WriteOffForm } from '../src/kit/write-off-form';
import { RefusedError } from '../src/wire';
import { type Asked, fakeHost, show } from './fake-host';

const line = (kind: string, account: string, amount_minor: number) => ({
  kind,
  currency: 'EUR',
  profile: '',
  dimensions: [],
  tax_code: kind === 'sales_tax' ? 'S19' : '',
  account,
  amount_minor,
});

const APART = [line('customer', '1', -88_000), line('write_off', '6920', 80_000), line('sales_tax', '3806', 8_000)];
const TOGETHER = [line('customer', '1', -88_000), line('write_off', '6920', 88_000)];

type Request = { separate_tax: string; lines: { amount_minor: number }[]; transaction_ids: number[] };

const done = vi.fn();

async function open(approvers: string[]): Promise<Asked[]> {
  const preview = ({ separate_tax, lines }: Request) => {
    if (lines.length > 0 && lines.reduce((sum, one) => sum + one.amount_minor, 0) !== 0) {
      const args = { field: 'lines', off: { minor: 100, currency: 'EUR' }, currency: 'EUR' };
      throw new RefusedError({ code: 'write_off_unbalanced', args, trace_id: '' });
    }
    return {
      account: '1',
      name: 'Weber',
      on: '2026-11-22',
      reason: 'UNECONOMIC',
      separate_tax,
      items: [{ transaction_id: 7, document_no: 'R-1', currency: 'EUR', open_minor: 88_000 }],
      lines: lines.length > 0 ? lines : separate_tax === 'yes' ? APART : TOGETHER,
      sums: [{ currency: 'EUR', open_minor: 88_000, write_off_minor: 88_000, tax_minor: 0 }],
      size_minor: 88_000,
      approvers,
    };
  };
  const asked = fakeHost({
    'write_offs.parameters': () => ({ reason: 'UNECONOMIC', separate_tax: 'no', approval: [] }),
    'write_offs.reasons': () => ({ reasons: [{ code: 'UNECONOMIC', description: '' }] }),
    'write_offs.preview': preview,
    'write_offs.propose': () => ({ id: 5, number: 'WO-000005', status: 'approved' }),
    'write_offs.post': () => ({ id: 5, number: 'WO-000005', status: 'posted' }),
  } as unknown as Parameters<typeof fakeHost>[0]);
  await show(<WriteOffForm account="1" transactionIds={[7]} onCancel={() => undefined} onDone={done} />);
  await screen.findByText('Lines of the journal');
  return asked;
}

const requestsOf = (asked: Asked[], command: string) =>
  asked.filter((one) => one.command === command).map(({ request }) => request);

describe('writing off', () => {
  it('shows the lines before anything is written, with the tax apart where it is wanted', async () => {
    const asked = await open([]);
    expect(screen.queryByText('3806')).toBeNull();
    fireEvent.click(screen.getByRole('switch'));
    expect(await screen.findByText('3806')).toBeTruthy();
    expect(requestsOf(asked, 'write_offs.propose')).toEqual([]);
    fireEvent.click(screen.getByTestId('write-off-post'));
    await waitFor(() => expect(done).toHaveBeenCalledWith('WO-000005 was posted. Undo takes it back.'));
    expect(requestsOf(asked, 'write_offs.propose')).toMatchObject([{ transaction_ids: [7], separate_tax: 'yes' }]);
    expect(requestsOf(asked, 'write_offs.post')).toEqual([{ write_off_id: 5 }]);
  });

  it('only proposes what somebody has to approve', async () => {
    await open(['collections_manager']);
    expect(screen.queryByTestId('write-off-post')).toBeNull();
    expect(screen.getByText(/Somebody has to approve this: Collections manager/)).toBeTruthy();
    fireEvent.click(screen.getByTestId('write-off-propose'));
    await waitFor(() => expect(done).toHaveBeenCalledWith('WO-000005 was proposed.'));
  });

  it('refuses changed lines that are out of balance in words', async () => {
    await open([]);
    fireEvent.click(screen.getByText('Change accounts or amounts'));
    const amount = await screen.findByLabelText('Amount of line 2');
    fireEvent.focus(amount);
    fireEvent.change(amount, { target: { value: '879' } });
    fireEvent.blur(amount);
    expect(await screen.findByText(/Debits and credits in EUR are apart by/)).toBeTruthy();
    expect(screen.queryByTestId('write-off-post')).toBeNull();
  });
});
