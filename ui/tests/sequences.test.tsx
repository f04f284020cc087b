import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SequencesPage } from '../src/features/sequences/sequences-page';
import { startWords } from '../src/i18n';
import { completed, fitting, inserted, typingAt } from '../src/kit/fields/placeholder-text';
import { RefusedError } from '../src/wire';
import { fakeHost, show } from './fake-host';

const line = (code: string) => ({
  currency: 'EUR',
  code,
  description: '',
  fee_minor: 0,
  minimum_minor: 0,
  grace_days: 7,
  blocks: 'nothing' as const,
  fee_account: '',
  tax_group: '',
  interest_sheet: false,
  period_totals: false,
  hands_over: false,
});

const text = (code: string) => ({
  code,
  language: 'en',
  subject: `Subject ${code}`,
  opening: 'Dear',
  closing: 'Yours',
});

const SEQUENCES = {
  sequences: [
    {
      id: 'STD',
      description: 'Shipped',
      fee_terms: null,
      lines: [line('letter_1'), line('letter_2')],
      texts: [text('letter_1'), text('letter_2')],
    },
  ],
  placeholders: ['customer_name', 'account', 'total', 'fee'],
};

const ANSWERS = {
  'letters.sequences': () => SEQUENCES,
  'letters.profiles': () => ({ profiles: [] }),
  'terms.list': () => ({ terms: [] }),
} as unknown as Parameters<typeof fakeHost>[0];

describe('placeholders are completed while a text is written', () => {
  it('offers the names that go on from what is typed between open braces', () => {
    const names = SEQUENCES.placeholders;
    expect(fitting(names, typingAt('Dear {{ cu', 10))).toEqual(['customer_name']);
    expect(fitting(names, typingAt('Dear {{', 7))).toEqual(names);
    expect(fitting(names, typingAt('Dear {{ total }} and', 20))).toEqual([]);
    expect(typingAt('no braces', 9)).toBeNull();
  });

  it('puts the name in with its closing braces, once', () => {
    const open = typingAt('Pay {{to', 8);
    expect(open && completed('Pay {{to now', open, 'total')).toEqual({ text: 'Pay {{ total }} now', caret: 15 });
    const closed = typingAt('Pay {{ to }}', 9);
    expect(closed && completed('Pay {{ to }}', closed, 'total')).toEqual({ text: 'Pay {{ total }}', caret: 15 });
    expect(inserted('ab', 1, 'fee')).toEqual({ text: 'a{{ fee }}b', caret: 10 });
  });
});

describe('the editor of letter sequences', () => {
  beforeAll(() => startWords('en'));
  beforeEach(() => localStorage.clear());

  it('keeps what is typed when the page is left, and saves it', async () => {
    const asked = fakeHost({ ...ANSWERS, 'letters.sequence_save': () => SEQUENCES as never });
    const first = await show(<SequencesPage />);
    fireEvent.change(await screen.findByTestId('letter-text-opening'), {
      target: { value: 'Dear {{ customer_name }},' },
    });
    first.unmount();
    await show(<SequencesPage />);
    const area = await screen.findByTestId<HTMLTextAreaElement>('letter-text-opening');
    expect(area.value).toBe('Dear {{ customer_name }},');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => {
      const saved = asked.find(({ command }) => command === 'letters.sequence_save')
        ?.request as (typeof SEQUENCES.sequences)[0];
      expect(saved?.texts.find((one) => one.code === 'letter_1')?.opening).toBe('Dear {{ customer_name }},');
    });
  });

  it('shows a refused text with its letter, beside its field', async () => {
    fakeHost({
      ...ANSWERS,
      'letters.sequence_save': () => {
        throw new RefusedError({
          code: 'text_placeholder_unknown',
          args: {
            code: 'letter_2',
            language: 'en',
            field: 'closing',
            line: 2,
            column: 5,
            name: 'totl',
            known: 'total',
          },
          trace_id: '',
        });
      },
    });
    await show(<SequencesPage />);
    fireEvent.change(await screen.findByTestId('letter-text-opening'), { target: { value: 'Dear all,' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/Line 2, column 5: there is no placeholder “totl”/)).toBeTruthy();
    expect(screen.getByTestId<HTMLTextAreaElement>('letter-text-subject').value).toBe('Subject letter_2');
  });

  it('marks a hand-over on the last letter only', async () => {
    fakeHost(ANSWERS);
    await show(<SequencesPage />);
    expect((await screen.findByTestId<HTMLInputElement>('hands-over-0')).disabled).toBe(true);
    expect(screen.getByTestId<HTMLInputElement>('hands-over-1').disabled).toBe(false);
  });

  it('begins a new sequence and deletes one', async () => {
    const asked = fakeHost({ ...ANSWERS, 'letters.sequence_delete': () => SEQUENCES as never });
    await show(<SequencesPage />);
    fireEvent.click(await screen.findByTestId('sequence-delete'));
    await waitFor(() =>
      expect(
        asked.filter(({ command }) => command === 'letters.sequence_delete').map(({ request }) => request),
      ).toEqual([{ sequence: 'STD' }]),
    );
    fireEvent.click(screen.getByTestId('sequence-add'));
    const id = await screen.findByTestId<HTMLInputElement>('sequence-id');
    expect(id.value).toBe('');
    fireEvent.change(id, { target: { value: 'STD' } });
    expect(await screen.findByText('There is a sequence of this name already.')).toBeTruthy();
  });
});
