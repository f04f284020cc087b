import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Statistics } from '../src/features/credit/statistics';
import { fakeHost, show } from './fake-host';

const DSO = {
  statistic: 'dso1',
  unit: 'day_hundredths',
  value: 12_167,
  months: 12,
  from_on: '2022-10-11',
  to_on: '2023-10-11',
  days: 365,
  sales_minor: 15_000_000,
  inputs: 1,
};

describe('credit statistics', () => {
  it('say blank for what cannot be formed, and open a figure to its window, sales and documents', async () => {
    const asked = fakeHost({
      'statistics.get': () => ({
        as_of: '2023-10-11',
        currency: 'EUR',
        calculated_on: null,
        balance_minor: 5_000_000,
        figures: [DSO, { ...DSO, statistic: 'dispute_rate', unit: 'basis_points', value: null, sales_minor: null }],
      }),
      'statistics.inputs': () => ({
        figure: DSO,
        currency: 'EUR',
        rows: [
          {
            document_no: 'R-1',
            kind: 'invoice',
            on: '2023-05-02',
            due_on: null,
            settled_on: null,
            amount_minor: 15_000_000,
            against_minor: null,
            days: null,
            disputed: false,
          },
        ],
      }),
      'statistics.calculate': () => ({ calculated_on: '2023-10-11', rows: 1, customers: 1, without_rate: 0 }),
    } as unknown as Parameters<typeof fakeHost>[0]);
    await show(<Statistics account="1001" />);
    expect(await screen.findByText('121.67 days')).toBeTruthy();
    expect(screen.getByText('–')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'DSO 1' }));
    expect(await screen.findByText('R-1')).toBeTruthy();
    expect(screen.getByTestId('figure-value').textContent).toContain('150,000.00');
    fireEvent.click(screen.getByRole('button', { name: 'Calculate statistics' }));
    await waitFor(() => expect(asked.some(({ command }) => command === 'statistics.calculate')).toBe(true));
  });
});
