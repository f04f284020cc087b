import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { CrossSettle } from '../src/features/settlement/cross-settle';
import type { ResponseOf } from '../src/wire/commands';
import { fakeHost, show } from './fake-host';

type OpenItems = ResponseOf<'settlement.open_items'>;

const item = (id: number, number: string, open: number) =>
  ({
    transaction_id: id,
    document_no: number,
    open_minor: open,
    due_on: '2026-11-01',
    days_overdue: 3,
    kind: open > 0 ? 'invoice' : 'payment',
  }) as unknown as OpenItems['debits'][number];

const items = (currency: string, debits: OpenItems['debits'], credits: OpenItems['credits']) =>
  ({
    customer_id: 1,
    account: '4711',
    name: 'Alder Ltd',
    currency,
    currencies: ['EUR', 'USD'],
    settled_on: '2026-11-20',
    debits,
    credits,
    uncleared: [],
  }) as OpenItems;

const NOTHING = {
  payments: [],
  differences: [],
  open: [],
  inferences_replaced: [],
  exchange_difference_minor: 0,
  company_currency: 'EUR',
  lines: [],
};

describe('settling across currencies', () => {
  it('shows what it does before it posts one debit with one credit', async () => {
    const asked = fakeHost({
      'settlement.open_items': () => items('USD', [item(7, 'US-1', 100_001)], []),
      'settlement.preview': () => NOTHING,
      'settlement.post': () => ({ posting: NOTHING }),
    } as unknown as Parameters<typeof fakeHost>[0]);
    let closed = 0;
    const close = () => {
      closed += 1;
    };
    await show(<CrossSettle items={items('EUR', [], [item(9, 'P-1', -92_000)])} day="2026-11-20" onClose={close} />);
    const choose = async (label: string, option: RegExp) => {
      fireEvent.click(await screen.findByLabelText(label, { selector: 'input:not([type="hidden"])' }));
      fireEvent.click(await screen.findByText(option));
    };
    const post = await screen.findByTestId('cross-post');
    expect((post as HTMLButtonElement).disabled).toBe(true);
    await choose('Credit', /P-1 · 920\.00 EUR/);
    await choose('Debit', /US-1 · 1,000\.01 USD/);
    const used = screen.getByLabelText('Used of it');
    fireEvent.focus(used);
    fireEvent.change(used, { target: { value: '900' } });
    fireEvent.blur(used);
    const cross = [{ debit_id: 7, debit_minor: 100_001, credit_id: 9, credit_minor: 90_000 }];
    await waitFor(() =>
      expect(asked.filter(({ command }) => command === 'settlement.preview').at(-1)?.request).toMatchObject({
        account: '4711',
        settled_on: '2026-11-20',
        cross,
      }),
    );
    await waitFor(() => expect((post as HTMLButtonElement).disabled).toBe(false));
    fireEvent.click(post);
    await waitFor(() => expect(closed).toBe(1));
    expect(asked.find(({ command }) => command === 'settlement.post')?.request).toMatchObject({ cross });
  });
});
