import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { PartyPanel } from '../src/features/customers/party';
import { CompanyChoice } from '../src/shell/company-choice';
import { type Asked, DESK, fakeHost, show } from './fake-host';

const BOOK = DESK.book as NonNullable<typeof DESK.book>;
const TWO = {
  ...DESK,
  book: {
    ...BOOK,
    companies: [
      ...BOOK.companies,
      { code: 'US', name: 'Example Inc.', country: 'US', currency: 'USD', current: false },
    ],
  },
};

async function open(component: () => React.JSX.Element, state: typeof DESK, answers: object): Promise<Asked[]> {
  const asked = fakeHost(answers as Parameters<typeof fakeHost>[0]);
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/', component });
  const history = createMemoryHistory({ initialEntries: ['/'] });
  await show(
    <RouterProvider router={createRouter({ routeTree: root.addChildren([page]), history }) as never} />,
    state,
  );
  return asked;
}

describe('the company in the title bar', () => {
  it('is a name in a book of one company', async () => {
    await open(CompanyChoice, DESK, {});
    expect(await screen.findByText('Example Trading GmbH')).toBeTruthy();
    expect(screen.queryByTestId('company-choice')).toBeNull();
  });

  it('is chosen in a book of several', async () => {
    const asked = await open(CompanyChoice, TWO, { 'companies.choose': () => ({ companies: TWO.book.companies }) });
    fireEvent.click(await screen.findByTestId('company-choice'));
    fireEvent.click(await screen.findByText('Example Inc. (US)'));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'companies.choose')?.request).toEqual({ code: 'US' }),
    );
  });
});

describe('the same customer in several companies', () => {
  it('is shown in the currency of the company that is worked in', async () => {
    const customer = (company: string, currency: string) => ({
      company,
      company_name: company,
      account: 'K1',
      currency,
      included: true,
    });
    const answer = {
      party: 'HAFEN',
      customers: [customer('1', 'EUR'), customer('US', 'USD')],
      periods: [],
      balance: {
        currency: 'EUR',
        total_minor: 143_100,
        overdue_minor: 143_100,
        undisputed_overdue_minor: 143_100,
        unapplied_minor: 0,
        disputed_minor: 0,
        open_count: 2,
        oldest_days_overdue: 60,
        period_minor: [],
      },
      transactions: [
        {
          company: 'US',
          kind: 'invoice',
          document_no: 'R-1',
          document_on: '2026-04-01',
          due_on: '2026-05-01',
          days_overdue: 60,
          currency: 'USD',
          open_minor: 49_000,
          company_minor: 44_100,
        },
      ],
    };
    const asked = await open(() => <PartyPanel account="K1" asOf="2026-06-30" />, TWO, {
      'customers.together': () => answer,
    });
    expect(await screen.findByText('R-1')).toBeTruthy();
    expect(screen.getAllByText(/441\.00/).length).toBe(1);
    expect(screen.getAllByText(/1,431\.00/).length).toBe(2);
    expect(asked.at(-1)?.request).toMatchObject({ account: 'K1', companies: ['US'] });
  });
});
