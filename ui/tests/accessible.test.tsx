import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { waitFor } from '@testing-library/react';
import axe from 'axe-core';
import type { JSX } from 'react';
import { describe, expect, it } from 'vitest';
import { BookPage } from '../src/features/book/book-page';
import { CompanyPage } from '../src/features/company/company-page';
import { FirstStart } from '../src/features/first_start/first-start';
import { ImportPage } from '../src/features/import/import-page';
import { LetterRunsPage } from '../src/features/letters/runs-page';
import { UsersPage } from '../src/features/users/users-page';
import { DESK, fakeHost, show } from './fake-host';

const COMPANY = {
  code: '1',
  name: 'Example Trading GmbH',
  country: 'DE',
  currency: 'EUR',
  language: 'de',
  street: 'Hafenweg 3',
  postal_code: '20457',
  city: 'Hamburg',
  region: '',
  phone: '',
  email: '',
  web: '',
  vat_id: '',
  register_text: '',
  bank_holder: '',
  bank_name: '',
  iban: '',
  bic: '',
  page_size: 'a4',
  envelope_window: 'din_5008_b',
  envelopes_by_country: [],
  default_terms: null,
  worked_weekdays: '1111100',
  holiday_region: '',
};

/** jsdom has no layout, so colours are judged in the real window; names, roles and structure are judged here. */
async function violations(container: Element): Promise<string[]> {
  const { violations: found } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`);
}

async function page(component: () => JSX.Element | null): Promise<Element> {
  const root = createRootRoute({ component });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ['/'] }) });
  const { container } = await show(<RouterProvider router={router} />);
  await waitFor(() => expect(container.querySelector('h1')).toBeTruthy());
  return container;
}

describe('what a screen reader is told', () => {
  const answers = {
    'company.get': () => COMPANY,
    'company.logo': () => ({ media_type: null, base64: '' }),
    'calendar.holidays': () => ({
      country: 'DE',
      region: '',
      year: 2026,
      source: 'EinigVtr',
      regions: [{ code: 'DE-HH', name: 'Hamburg' }],
      days: [{ day: '2026-10-03', name: 'Tag der Deutschen Einheit', moved: false }],
    }),
    'calendar.get': () => ({ worked_weekdays: '1111100', closed: [] }),
    'users.list': () => ({ users: DESK.user ? [DESK.user] : [] }),
    'letters.runs': () => ({ runs: [], more: false }),
    'audit.list': () => ({ rows: [] }),
    'backups.list': () => ({
      folder: '/books/example backups',
      backups: [{ path: '/books/example backups/a.duebook', on: '2026-11-21', act: 214, bytes: 4_000_000 }],
    }),
    'backups.settings': () => ({ taken: 'automatically' as const, folder: '' }),
  };
  const pages: [string, () => JSX.Element | null, string][] = [
    ['first start', () => <FirstStart state={{ ...DESK, book: null }} />, 'Look around'],
    ['import', ImportPage, 'Choose files'],
    ['company', CompanyPage, 'IBAN'],
    ['users', UsersPage, 'Maria Lindner'],
    ['letter runs', LetterRunsPage, 'No letters yet'],
    ['check and backup', BookPage, 'Audit log'],
  ];

  it.each(pages)('is complete on: %s', async (_, component, known) => {
    fakeHost(answers);
    const container = await page(component);
    await waitFor(() => expect(container.textContent).toContain(known));
    expect(await violations(container)).toEqual([]);
  });

  it('would be found incomplete', async () => {
    fakeHost(answers);
    const container = await page(() => (
      <main>
        <h1>{DESK.version}</h1>
        <input />
      </main>
    ));
    expect(await violations(container)).toHaveLength(1);
  });
});
