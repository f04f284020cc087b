import { fireEvent, screen, waitFor } from '@testing-library/react';
import { createRef } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CloseForm } from '../src/features/cases/close-form';
import { CallNote } from '../src/features/customers/activities-part';
import { ContactBox } from '../src/features/customers/boxes';
import type { Card } from '../src/features/customers/types';
import { RefusedError } from '../src/wire';
import { fakeHost, show } from './fake-host';

type Answers = Parameters<typeof fakeHost>[0];
type Request = { open_transactions: string };

beforeEach(() => {
  localStorage.clear();
});

describe('a call note', () => {
  it('is kept by Ctrl+Enter in its line, and a refusal loses nothing', async () => {
    let refuse = true;
    const asked = fakeHost({
      'activities.note': () => {
        if (refuse) throw new RefusedError({ code: 'book_busy', args: {}, trace_id: '' });
        return { activity_id: 1, number: 'ACT-000001' };
      },
    } as unknown as Answers);
    await show(<CallNote account="1001" caseId={7} field={createRef()} />);
    const field = screen.getByLabelText('Note a call') as HTMLTextAreaElement;
    fireEvent.change(field, { target: { value: 'Pays on Friday' } });
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    await screen.findByRole('alert');
    expect(field.value).toBe('Pays on Friday');
    refuse = false;
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    await screen.findByText('Noted as ACT-000001.');
    expect(field.value).toBe('');
    expect(asked.at(-1)?.request).toMatchObject({ account: '1001', text: 'Pays on Friday', case_id: 7 });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('contacts', () => {
  it('D-11: whoever has no address has the button off', async () => {
    fakeHost({
      'customers.team': () => ({
        team: 'North',
        members: [
          { role: 'specialist', name: 'Ben', email: 'ben@example.com', phone: '' },
          { role: 'salesperson', name: 'Herr Roth', email: '', phone: '' },
        ],
      }),
    });
    const onMail = vi.fn();
    const card = {
      address: { addition: '', street: '', postal_code: '', city: '', region: '', country: null },
      contacts: [
        { purpose: 'collections', name: 'Ms Lind', email: '', phone: '030 1' },
        { purpose: 'primary', name: 'Mr Weber', email: 'w@example.com', phone: '' },
      ],
    } as unknown as Card;
    await show(<ContactBox account="1" card={card} asOf="2026-11-20" onMail={onMail} onCall={() => undefined} />);
    const button = (name: string) => screen.getByRole('button', { name }) as HTMLButtonElement;
    expect(button('Mail to Ms Lind').disabled).toBe(true);
    expect(button('Note a call with Ms Lind').disabled).toBe(false);
    expect(button('Note a call with Mr Weber').disabled).toBe(true);
    fireEvent.click(button('Mail to Mr Weber'));
    expect(onMail).toHaveBeenCalledWith({ name: 'Mr Weber', email: 'w@example.com' });
    await screen.findByText('In our house · team North');
    expect(button('Mail to Herr Roth').disabled).toBe(true);
    fireEvent.click(button('Mail to Ben'));
    expect(onMail).toHaveBeenCalledWith({ name: 'Ben', email: 'ben@example.com' });
  });
});

describe('closing a case', () => {
  it('asks when something is open, and then does it', async () => {
    const asked = fakeHost({
      'cases.close': ({ open_transactions }: Request) => {
        if (open_transactions === 'ask') {
          throw new RefusedError({
            code: 'case_has_open_transactions',
            args: { number: 'CASE-000001', count: 2 },
            trace_id: '',
          });
        }
        return { cases: 1, already: 0 };
      },
    } as unknown as Answers);
    const onDone = vi.fn();
    await show(<CloseForm caseIds={[1]} onDone={onDone} />);
    fireEvent.change(screen.getByLabelText('Resolution'), { target: { value: 'given up' } });
    fireEvent.click(screen.getByRole('button', { name: 'Close case' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Close all the same' }));
    await waitFor(() => expect(onDone).toHaveBeenCalledWith({ cases: 1, already: 0 }));
    expect(asked.map(({ request }) => (request as Request).open_transactions)).toEqual(['ask', 'confirmed']);
    expect(asked.at(-1)?.request).toMatchObject({ resolution: 'given up' });
  });
});
