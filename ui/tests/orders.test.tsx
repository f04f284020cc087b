import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { HoldExposure } from '../src/features/orders/hold-aside';
import { type Begun, OrderForm } from '../src/features/orders/order-form';
import { type OrderLine, OrderLines } from '../src/features/orders/order-lines';
import { TryForm } from '../src/features/orders/try-form';
import type { Checked, Explained, Order } from '../src/features/orders/types';
import { startWords } from '../src/i18n';
import { fakeHost, show } from './fake-host';

const STORED = {
  order_no: 'A-1',
  account: '1000',
  ordered_on: '2026-11-20',
  currency: 'EUR',
  amount_minor: 11_900,
  open_minor: 11_900,
  tax_minor: 1_900,
  prepaid_minor: 0,
  terms: null,
  discount: null,
  deliver_to: null,
  suspicion: 'not_given',
  origin: 'customer',
  // A file gave the net amount: it does not add up to the amount, and need not.
  lines: [{ item: 'X', text: null, quantity: '1', price: '100', amount_minor: 10_000 }],
} as unknown as Order;

describe('an order by hand', () => {
  beforeAll(() => startWords('en'));

  it('leaves lines alone that nobody touched', async () => {
    const asked = fakeHost({ 'terms.list': () => ({ terms: [] }), 'orders.save': () => STORED } as never);
    const sent = () => asked.filter((one) => one.command === 'orders.save').map((one) => one.request);
    await show(<OrderForm stored={STORED} onDone={() => undefined} onCancel={() => undefined} />);
    fireEvent.click(screen.getByText('Save and check'));
    await waitFor(() => expect(sent()[0]).toMatchObject({ lines: null, order: { suspicion: 'not_given' } }));
  });

  it('has lines as fields', async () => {
    fakeHost({} as never);
    const given: OrderLine[][] = [];
    await show(
      <OrderLines lines={STORED.lines} currency="EUR" problem={undefined} onChange={(lines) => given.push(lines)} />,
    );
    fireEvent.change(screen.getByLabelText('Text of line 1'), { target: { value: 'Bolts' } });
    fireEvent.click(screen.getByText('Add a line'));
    fireEvent.click(screen.getByText('Remove line 1'));
    expect(given[0]).toMatchObject([{ item: 'X', text: 'Bolts', amount_minor: 10_000 }]);
    expect(given[1]).toHaveLength(2);
    expect(given[2]).toEqual([]);
  });
});

describe('a question', () => {
  beforeAll(() => startWords('en'));

  it('is asked without an order, and becomes one', async () => {
    const answer = {
      order_no: 'in question',
      verdict: 'allow',
      step: 'confirmation',
      state: 'not_checked',
      may_go_on: true,
      reasons: [],
      ended: null,
      limit: null,
      stop: null,
      tested_minor: 50_000,
      remaining_minor: 80_000,
      currency: 'EUR',
    } as unknown as Checked;
    const asked = fakeHost({
      'customers.search': () => ({ hits: [{ account: '1000', name: 'Weber', document_no: null }] }),
      'orders.try': () => answer,
    } as never);
    const saved: Begun[] = [];
    await show(<TryForm onSave={(begun) => saved.push(begun)} onCancel={() => undefined} />);
    const customer = () => screen.getAllByLabelText('Customer')[0] as HTMLElement;
    fireEvent.change(customer(), { target: { value: '1000' } });
    await waitFor(() => expect(asked.some((one) => one.command === 'customers.search')).toBe(true));
    await waitFor(() => {
      fireEvent.blur(customer());
      fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '500' } });
      fireEvent.blur(screen.getByLabelText('Amount'));
      expect((screen.getByText('Ask').closest('button') as HTMLButtonElement).disabled).toBe(false);
    });
    fireEvent.click(screen.getByText('Ask'));
    await waitFor(() => expect(screen.getByTestId('check-answer').dataset.verdict).toBe('allow'));
    expect(asked.find((one) => one.command === 'orders.try')?.request).toMatchObject({
      step: 'confirmation',
      order: { account: '1000', amount_minor: 50_000 },
    });
    fireEvent.click(screen.getByText('Save as order …'));
    expect(saved).toEqual([{ number: '', account: '1000', currency: 'EUR', amount: 50_000 }]);
  });
});

describe('the exposure of a hold', () => {
  beforeAll(() => startWords('en'));

  it('stands against the limit of the group with what all members use', async () => {
    fakeHost({} as never);
    const explained = {
      hold: { currency: 'EUR' },
      reasons: [{ rule: { measure: 'uninsured' } }],
      parts: [{ component: 'current_order', minor: 200_100 }],
      exposure_minor: 200_100,
      insured_minor: 0,
      uninsured_minor: 200_100,
      limits: [
        {
          group: 'HOLDING',
          currency: 'USD',
          limit_minor: 1_000_000,
          exposure_minor: 1_000_100,
          left_minor: -100,
          bare_minor: 900_000,
          uninsured_minor: 1_000_100,
        },
      ],
    } as unknown as Explained;
    await show(<HoldExposure explained={explained} onPart={() => undefined} />);
    for (const name of ['Limit of group HOLDING', 'Not insured', 'Limit without policies']) {
      expect(screen.getByText(name)).toBeTruthy();
    }
    expect(screen.getByText('Exposure of group HOLDING, with the order')).toBeTruthy();
    expect(screen.getByTestId('limit-bar')).toBeTruthy();
    expect(screen.queryByText('Limit')).toBeNull();
  });
});
