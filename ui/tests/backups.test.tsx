import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Backups } from '../src/features/book/backups';
import { FirstStart } from '../src/features/first_start/first-start';
import { RefusedError } from '../src/wire';
import { DESK, fakeHost, show } from './fake-host';

const BACKUP = '/books/acme backups/acme 2026-11-21 act 214 9f3c21ab.duebook';

function damaged(): never {
  throw new RefusedError({
    code: 'book_damaged_backed_up',
    args: { path: '/books/acme.duebook', backup: BACKUP, backup_on: '2026-11-21', detail: 'malformed' },
    trace_id: '',
  });
}

describe('a damaged book', () => {
  const state = { ...DESK, book: null, recent: [{ path: '/books/acme.duebook', company: 'Acme' }] };

  // T-F6
  it('names its newest good backup with its day, and opens it as a new book', async () => {
    const asked = fakeHost({
      'book.open': damaged,
      'dialog.save': () => ({ path: '/books/new.duebook' }),
      'book.recover': () => DESK,
    });
    await show(<FirstStart state={state} />);
    fireEvent.click(screen.getByText('Acme'));
    await screen.findByText('The book is damaged. Its newest good backup is of 11/21/2026.');
    fireEvent.click(screen.getByText('Open the backup as a new book'));
    await waitFor(() => expect(asked.map(({ command }) => command)).toContain('book.recover'));
    expect(asked.find(({ command }) => command === 'dialog.save')?.request).toEqual({
      purpose: 'book',
      suggested: 'acme recovered.duebook',
    });
    expect(asked.find(({ command }) => command === 'book.recover')?.request).toEqual({
      path: null,
      backup: BACKUP,
      to: '/books/new.duebook',
      anyway: false,
    });
  });

  it('may be looked at', async () => {
    const asked = fakeHost({ 'book.open': damaged });
    await show(<FirstStart state={state} />);
    fireEvent.click(screen.getByText('Acme'));
    fireEvent.click(await screen.findByText('Open it to look at it'));
    await waitFor(() =>
      expect(asked.at(-1)).toEqual({
        command: 'book.open',
        request: { path: '/books/acme.duebook', anyway: false, look: true },
      }),
    );
  });
});

describe('the backups of a book', () => {
  it('are listed with their day, taken at once, and go where the set-up says', async () => {
    const list = () => ({
      folder: '/safe/acme 1',
      backups: [{ path: BACKUP, on: '2026-11-21', act: 214, bytes: 4e6 }],
    });
    const asked = fakeHost({
      'backups.list': list,
      'backups.take': list,
      'backups.settings': () => ({ taken: 'automatically' as const, folder: '' }),
      'backups.settings_save': (request) => request,
      'dialog.folder': () => ({ path: '/safe' }),
    });
    await show(<Backups />);
    await screen.findByText('11/21/2026');
    await screen.findByText('The next one goes to /safe/acme 1');
    fireEvent.click(screen.getByText('Back up now'));
    await waitFor(() => expect(asked.at(-1)?.command).toBe('backups.take'));
    fireEvent.click(screen.getByText('Choose …'));
    await screen.findByDisplayValue('/safe');
    fireEvent.click(screen.getByText('Save'));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'backups.settings_save')?.request).toEqual({
        taken: 'automatically',
        folder: '/safe',
      }),
    );
  });
});
