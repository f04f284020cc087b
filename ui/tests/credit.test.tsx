import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Policies } from '../src/features/credit/policies';
import { SharedGroups } from '../src/features/credit/shared';
import { fakeHost, show } from './fake-host';

function type(label: string | RegExp, value: string) {
  const field = screen.getByLabelText(label);
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value } });
  fireEvent.blur(field);
}

describe('insurance and guarantees', () => {
  it('are entered with their coverage, which is added where it is missing', async () => {
    const types: object[] = [];
    const asked = fakeHost({
      'credit.policies': () => ({ policies: [], types }),
      'credit.cover_type_save': (row: object) => {
        types.push(row);
        return row;
      },
      'credit.policy_save': () => ({ policies: [], types }),
    } as unknown as Parameters<typeof fakeHost>[0]);
    await show(<Policies account="1001" />);
    await screen.findByText(/^No insurance and no guarantee\./);
    fireEvent.click(screen.getByRole('button', { name: 'New policy' }));
    await screen.findByLabelText('Insurer or guarantor');
    type('Insurer or guarantor', 'Sicher AG');
    type('New coverage type', 'WHOLE');
    fireEvent.click(screen.getByText('Add this type'));
    await screen.findByText('New coverage type');
    type('Value', '50,000.00');
    type('Update credit limit', '50');
    fireEvent.click(screen.getByText('Save'));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'credit.policy_save')?.request).toMatchObject({
        account: '1001',
        policy: {
          identifier: 'insurance',
          party: 'Sicher AG',
          coverage: 'WHOLE',
          value_minor: 5_000_000,
          currency: 'EUR',
          update_bp: 5_000,
          included_in_exposure: false,
        },
      }),
    );
  });
});

describe('customer credit groups', () => {
  const group = {
    code: 'NORD',
    description: 'North',
    limit_minor: 1_500_000,
    currency: 'EUR',
    to_on: '2026-12-31',
    use_days_overdue: false,
    members: ['1001'],
    elsewhere: [],
  };

  it('are saved without writing members back, and a member is taken out by itself', async () => {
    const asked = fakeHost({
      'credit.shared': () => ({ groups: [group] }),
      'credit.shared_save': () => ({ groups: [group] }),
      'credit.shared_leave': () => ({ groups: [{ ...group, members: [] }] }),
      'customers.search': () => ({ hits: [] }),
    } as unknown as Parameters<typeof fakeHost>[0]);
    await show(<SharedGroups />);
    fireEvent.click(await screen.findByRole('button', { name: 'NORD' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Take 1001 out of the group' }));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'credit.shared_leave')?.request).toEqual({
        group: 'NORD',
        account: '1001',
        company: null,
      }),
    );
    type('Credit limit', '20,000.00');
    fireEvent.click(screen.getByText('Save'));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'credit.shared_save')?.request).toEqual({
        ...group,
        limit_minor: 2_000_000,
        members: [],
      }),
    );
  });
});
