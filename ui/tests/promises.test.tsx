import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { JSX } from 'react';
import { describe, expect, it } from 'vitest';
import { CaseChoiceForm } from '../src/features/customers/case-choice-form';
import { DisputeForm } from '../src/features/customers/dispute-form';
import { rowId } from '../src/features/customers/documents';
import { PromiseForm } from '../src/features/customers/promise-form';
import { StatusForm } from '../src/features/customers/status-form';
import type { TransactionRow } from '../src/features/customers/types';
import { OpenedDispute } from '../src/features/disputes/opened-dispute';
import { fakeHost, show } from './fake-host';

const INVOICE = {
  transaction_id: 7,
  kind: 'invoice',
  document_no: 'R-1',
  currency: 'EUR',
  amount_minor: 100_000,
  open_minor: 100_000,
  disputed_minor: 0,
  undisputed_minor: 100_000,
} as unknown as TransactionRow;

const DISPUTE = {
  dispute_id: 3,
  document_no: 'R-1',
  account: '1',
  name: 'Weber',
  status: 'open',
  currency: 'EUR',
  amount_minor: 20_000,
  disputed_minor: 20_000,
  open_minor: 100_000,
  reason: 'price',
  opened_on: '2026-05-04',
  resolution_minor: null,
} as unknown as Parameters<typeof OpenedDispute>[0]['row'];

const NEEDS = { consent: [], latest_on: '2026-12-22', earlier: 0, warnings: [] };

const ANSWERS = {
  'promises.check': () => NEEDS,
  'promises.record': () => ({ promise_id: 1, number: 'PRM-000001', replaced: 0 }),
  'collections.reasons': () => ({ reasons: [{ code: 'price', description: '' }] }),
  'collections.change_status': () => ({ changed: 1, act_id: 9 }),
  'users.list': () => ({ users: [] }),
  'disputes.open': () => ({ dispute_ids: [3], disputes: 1 }),
  'disputes.close': () => ({ dispute_ids: [3], disputes: 1 }),
  'disputes.parts': () => ({
    lines: [{ line_no: 2, text: 'Shelving', amount_minor: 4_000 }],
    documents: [{ id: 4, file_name: 'proof.pdf', at: '2026-05-04T08:00:00Z', user: 'kb' }],
    log: [
      { id: 2, at: '2026-05-05T08:00:00Z', user: 'kb', what: 'due_on', before: '2026-05-11', after: '' },
      { id: 1, at: '2026-05-04T08:00:00Z', user: 'kb', what: 'closed', before: '', after: 'resolved' },
    ],
  }),
  'cases.open': () => ({ head: { number: 'CAS-000001' } }),
  'cases.list': () => ({ handle: 1, count: 0 }),
  'cases.page': () => ({ rows: [] }),
  'cases.categories': () => ({ categories: [{ id: 'COLLECTIONS', description: '' }] }),
};

async function open(component: () => JSX.Element, answers: object = ANSWERS) {
  const asked = fakeHost(answers as unknown as Parameters<typeof fakeHost>[0]);
  const root = createRootRoute();
  const route = createRoute({ getParentRoute: () => root, path: '/', component });
  const history = createMemoryHistory({ initialEntries: ['/'] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([route]), history }) as never} />);
  return asked;
}

function type(label: string | RegExp, value: string, at = 0) {
  const field = screen.getAllByLabelText(label)[at] as HTMLElement;
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value } });
  fireEvent.blur(field);
}

function last(asked: { command: string; request: unknown }[], command: string) {
  return asked.filter((one) => one.command === command).at(-1)?.request;
}

describe('a promise', () => {
  it('takes days like +14, the open amount, and another instalment', async () => {
    const asked = await open(() => (
      <PromiseForm rows={[INVOICE]} onDone={() => undefined} onCancel={() => undefined} />
    ));
    await screen.findByLabelText(/R-1 by/);
    expect(screen.getByText('Record the promise').closest('button')?.disabled).toBe(true);
    type(/R-1 by/, '+14');
    type('Amount of R-1', '400.00');
    fireEvent.click(screen.getByLabelText('Another instalment of R-1'));
    type(/R-1 by/, '+28', 1);
    type('Amount of R-1', '600.00', 1);
    fireEvent.click(screen.getByText('Record the promise'));
    await waitFor(() => expect(last(asked, 'promises.record')).toBeDefined());
    const { lines, consent } = last(asked, 'promises.record') as {
      lines: { amount_minor: number; promised_on: string }[];
      consent: unknown;
    };
    expect(lines.map((line) => line.amount_minor)).toEqual([40_000, 60_000]);
    const [one, two] = lines.map((line) => Date.parse(line.promised_on));
    expect(((two ?? 0) - (one ?? 0)) / 86_400_000).toBe(14);
    expect(consent).toBeNull();
  });

  it('warns of the insurer and asks for the manager before it is saved', async () => {
    const warnings = [
      { document_no: 'R-1', party: 'Polaris', policy_no: 'P-9', days: 61, longest_days: 60, latest_on: '2026-12-01' },
    ];
    const needs = { ...NEEDS, consent: ['horizon'], warnings };
    const asked = await open(
      () => <PromiseForm rows={[INVOICE]} onDone={() => undefined} onCancel={() => undefined} />,
      { ...ANSWERS, 'promises.check': () => needs },
    );
    await screen.findByLabelText(/R-1 by/);
    type(/R-1 by/, '+60');
    await screen.findByText(/Polaris \(policy P-9\) allows 60 days/);
    fireEvent.click(screen.getByLabelText(/longest extension is passed/));
    fireEvent.change(screen.getByLabelText('Why the manager consents'), { target: { value: 'agreed' } });
    fireEvent.click(screen.getByText('Record the promise'));
    await waitFor(() =>
      expect(last(asked, 'promises.record')).toMatchObject({
        beyond_extension: true,
        consent: { user: null, pin: '', note: 'agreed' },
      }),
    );
  });
});

describe('an invoice in instalments', () => {
  const part = (due_on: string) => ({ ...INVOICE, due_on, open_minor: 40_000 }) as TransactionRow;
  const instalments = [part('2026-03-31'), part('2026-04-30'), part('2026-05-31')];

  it('has rows that are told apart, and is disputed once', async () => {
    expect(new Set(instalments.map(rowId)).size).toBe(3);
    const other = { ...INVOICE, transaction_id: 8, document_no: 'R-2', due_on: '2026-03-31' } as TransactionRow;
    const asked = await open(() => (
      <DisputeForm rows={[...instalments, other]} onDone={() => undefined} onCancel={() => undefined} />
    ));
    // All that is open of the document is the book's to add up.
    expect(((await screen.findByLabelText('Disputed of R-1')) as HTMLInputElement).value).toBe('');
    fireEvent.click(screen.getByRole('combobox', { name: 'Reason' }));
    fireEvent.click(await screen.findByText('Price'));
    fireEvent.click(screen.getByText('Open the dispute'));
    await waitFor(() =>
      expect(last(asked, 'disputes.open')).toMatchObject({
        rows: [
          { transaction_id: 7, amount_minor: null },
          { transaction_id: 8, amount_minor: 100_000 },
        ],
      }),
    );
  });

  it('gets one status', async () => {
    const asked = await open(() => (
      <StatusForm account="1" rows={instalments} onDone={() => undefined} onCancel={() => undefined} />
    ));
    await screen.findByText('1 document');
    fireEvent.click(screen.getByText('Change'));
    await waitFor(() => expect(last(asked, 'collections.change_status')).toMatchObject({ transaction_ids: [7] }));
  });
});

describe('a dispute', () => {
  it('needs a reason and takes a part', async () => {
    const asked = await open(() => (
      <DisputeForm rows={[INVOICE]} onDone={() => undefined} onCancel={() => undefined} />
    ));
    await screen.findByLabelText('Disputed of R-1');
    type('Disputed of R-1', '200.00');
    expect(screen.getByText('Open the dispute').closest('button')?.disabled).toBe(true);
    fireEvent.click(screen.getByRole('combobox', { name: 'Reason' }));
    fireEvent.click(await screen.findByText('Price'));
    fireEvent.click(screen.getByText('Open the dispute'));
    await waitFor(() =>
      expect(last(asked, 'disputes.open')).toMatchObject({
        reason: 'price',
        rows: [{ transaction_id: 7, amount_minor: 20_000, lines: [] }],
      }),
    );
  });

  it('is about lines that the customer names; their sum is left to the book', async () => {
    const asked = await open(() => (
      <DisputeForm rows={[INVOICE]} onDone={() => undefined} onCancel={() => undefined} />
    ));
    fireEvent.click(await screen.findByText('Name lines of R-1'));
    expect(screen.queryByLabelText('Disputed of R-1')).toBeNull();
    type('What it says', 'Shelving');
    type('Disputed of the line', '40.00');
    fireEvent.click(screen.getByText('Another line of R-1'));
    type('Disputed of the line', '12.50', 1);
    fireEvent.click(screen.getByRole('combobox', { name: 'Reason' }));
    fireEvent.click(await screen.findByText('Price'));
    fireEvent.click(screen.getByText('Open the dispute'));
    await waitFor(() =>
      expect(last(asked, 'disputes.open')).toMatchObject({
        rows: [
          {
            transaction_id: 7,
            amount_minor: null,
            lines: [
              { line_no: 1, text: 'Shelving', amount_minor: 4_000 },
              { line_no: 2, text: '', amount_minor: 1_250 },
            ],
          },
        ],
      }),
    );
  });

  it('shows its lines and its proofs', async () => {
    await open(() => <OpenedDispute row={DISPUTE} onDone={() => undefined} />);
    await screen.findByText('Line 2 · Shelving');
    expect(screen.getByText('proof.pdf')).toBeTruthy();
    const log = screen.getByTestId('change-log').textContent ?? '';
    expect(log).toMatch(/Due on.*11.*2026/);
    expect(log).toContain('Closed: Resolved');
  });

  it('closes with the amount of the credit only where one was issued', async () => {
    const asked = await open(() => <OpenedDispute row={DISPUTE} onDone={() => undefined} />);
    fireEvent.click(await screen.findByText('Close'));
    expect(screen.queryByLabelText('Amount of the credit')).toBeNull();
    fireEvent.click(screen.getByText('Close the dispute'));
    await waitFor(() =>
      expect(last(asked, 'disputes.close')).toMatchObject({ outcome: 'resolved', resolution_minor: null }),
    );
  });
});

describe('a case for chosen documents', () => {
  it('is a new one where none is open, and needs a description', async () => {
    const numbers: string[] = [];
    const rows = [INVOICE, INVOICE];
    const asked = await open(() => (
      <CaseChoiceForm account="1" rows={rows} onDone={(number) => numbers.push(number)} onCancel={() => undefined} />
    ));
    expect((await screen.findByText('Open case')).closest('button')?.disabled).toBe(true);
    type('Description', 'Delivery was short');
    fireEvent.click(screen.getByText('Open case'));
    await waitFor(() => expect(numbers).toEqual(['CAS-000001']));
    expect(last(asked, 'cases.open')).toMatchObject({
      account: '1',
      transaction_ids: [7],
      case: { category: 'COLLECTIONS', description: 'Delivery was short' },
    });
  });
});

describe('the status by hand', () => {
  it('is set for all chosen documents', async () => {
    const asked = await open(() => (
      <StatusForm account="1" rows={[INVOICE]} onDone={() => undefined} onCancel={() => undefined} />
    ));
    await screen.findByText('1 document');
    fireEvent.click(screen.getByText('Change'));
    await waitFor(() =>
      expect(last(asked, 'collections.change_status')).toMatchObject({
        transaction_ids: [7],
        status: 'resolved',
        promise_on: null,
        create_action: true,
      }),
    );
  });
});
