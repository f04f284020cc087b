import { screen } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { PostedNote } from '../src/features/letters/posted-note';
import type { Posted } from '../src/features/letters/types';
import { startWords } from '../src/i18n';
import { fakeHost, show } from './fake-host';

const POSTED: Posted = {
  letter_on: '2026-03-20',
  letters: 1,
  totals: [],
  dropped: 0,
  changed: 1,
  changes: [
    {
      letter_id: 2,
      account: 'C2',
      name: 'Vogt',
      currency: 'EUR',
      dropped: null,
      stop: null,
      before_minor: 10_000,
      after_minor: 0,
      fee_before_minor: 500,
      fee_after_minor: 500,
      paid_since_printing: true,
      items: [{ document_no: 'R2', before_minor: 10_000, after_minor: 0 }],
    },
  ],
  unprintable: [
    {
      letter_id: 1,
      account: 'C1',
      name: 'Weber',
      code: 'letter_address_too_long',
      args: { letter_no: 'DL000001', lines: 9, room: 6 },
    },
  ],
  missing_glyphs: '',
  files: [],
};

describe('what posting did', () => {
  beforeAll(() => startWords('de'));

  it('says in the language of the reader why a letter cannot be printed, and who paid since the printing', async () => {
    fakeHost({});
    await show(<PostedNote posted={POSTED} of={{ runId: 1, letterIds: [] }} what="posted" />);
    await startWords('de');
    expect(
      await screen.findByText(/Anschrift des Briefs hat 9 Zeilen, das Fenster des Umschlags fasst 6/),
    ).toBeTruthy();
    expect(screen.getByText(/Kürzen Sie die Anschrift/)).toBeTruthy();
    expect(screen.getByText('Seit dem Druck bezahlt: ohne Sperre gebucht')).toBeTruthy();
  });
});
