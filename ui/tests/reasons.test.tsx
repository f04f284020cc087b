import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MailTextsPage } from '../src/features/mail_texts/mail-texts-page';
import { ReasonsPage } from '../src/features/reasons/reasons-page';
import { listenToKeys } from '../src/kit/actions';
import { RefusedError } from '../src/wire';
import { type Asked, fakeHost, show } from './fake-host';

async function open(component: () => React.JSX.Element, answers: object): Promise<Asked[]> {
  const asked = fakeHost(answers as unknown as Parameters<typeof fakeHost>[0]);
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/', component });
  const history = createMemoryHistory({ initialEntries: ['/'] });
  await show(<RouterProvider router={createRouter({ routeTree: root.addChildren([page]), history }) as never} />);
  return asked;
}

function press(key: string) {
  const stop = listenToKeys();
  fireEvent.keyDown(document.body, { key });
  stop();
}

const requestsOf = (asked: Asked[], command: string) =>
  asked.filter((one) => one.command === command).map((one) => one.request);
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

const REASONS = {
  'credit.setup': () => ({
    reasons: [
      { kind: 'hold', code: 'CHECK', description: '' },
      { kind: 'release', code: 'CHECKED', description: '' },
      { kind: 'release', code: 'OURS', description: 'Paid by phone' },
    ],
    groups: [],
    statuses: [],
  }),
  'collections.reasons': () => ({ reasons: [{ code: 'price', description: '' }] }),
};

describe('reasons', () => {
  it('are shown by what they are for; shipped ones have the words of the reader', async () => {
    await open(ReasonsPage, REASONS);
    await screen.findByText('To be checked');
    expect(screen.queryByText('Paid by phone')).toBeNull();
    press('2');
    await screen.findByText('Paid by phone');
    press('5');
    await screen.findByText('price');
    expect(screen.getByText('Price')).toBeTruthy();
  });

  it('of collections and of credit are kept by their own commands', async () => {
    const asked = await open(ReasonsPage, {
      ...REASONS,
      'credit.reason_save': REASONS['credit.setup'],
      'collections.reason_save': REASONS['collections.reasons'],
    });
    await screen.findByText('To be checked');
    press('5');
    press('n');
    await screen.findByLabelText('Short name');
    type('Short name', 'damage');
    type('Description', 'Damaged on the way');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(requestsOf(asked, 'collections.reason_save')).toEqual([
        { code: 'damage', description: 'Damaged on the way' },
      ]),
    );
    expect(requestsOf(asked, 'credit.reason_save')).toEqual([]);
  });

  it('that are used stay, and say why', async () => {
    await open(ReasonsPage, {
      ...REASONS,
      'collections.reason_delete': () => {
        throw new RefusedError({
          code: 'collections_reason_used',
          args: { code: 'price', disputes: 2, changes: 1 },
          trace_id: '',
        });
      },
    });
    await screen.findByText('To be checked');
    press('5');
    fireEvent.click(await screen.findByRole('button', { name: 'price' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    await screen.findByText(/price stands in disputes \(2\)/);
  });
});

const TEXTS = [
  { purpose: 'transactions', language: 'en', subject: 'Open items', body: 'Dear {{ contact_name }}' },
  { purpose: 'transactions', language: 'de', subject: 'Offene Posten', body: 'Guten Tag' },
  { purpose: 'status', language: 'en', subject: 'Status', body: '{{ status }}' },
];
const SETUP = { texts: TEXTS, salesperson_on_change: false, placeholders: ['account', 'status'] };

describe('the text of the account summary', () => {
  const shipped = { language: 'en', body: 'Account {{ account }}' };
  const setup = { texts: [shipped], shipped: [shipped], placeholders: ['account', 'open'] };

  it('is previewed while it is written, kept, and given back as it was shipped', async () => {
    const asked = await open(MailTextsPage, {
      'mail.templates': () => ({ texts: [], salesperson_on_change: false, placeholders: [] }),
      'customers.summary_templates': () => setup,
      'customers.summary_templates_save': () => setup,
      'customers.summary_preview': () => ({ body: 'Account 10042' }),
    });
    await screen.findByText('Account 10042');
    type('Text', 'Open: {{ open }}');
    expect(screen.getByRole('button', { name: 'As it was shipped' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Save the summary texts' }));
    await waitFor(() =>
      expect(requestsOf(asked, 'customers.summary_templates_save')).toEqual([
        { texts: [{ language: 'en', body: 'Open: {{ open }}' }] },
      ]),
    );
    fireEvent.click(screen.getByRole('button', { name: 'As it was shipped' }));
    expect((screen.getByLabelText('Text') as HTMLTextAreaElement).value).toBe('Account {{ account }}');
  });
});

describe('mail texts', () => {
  it('are previewed while they are written, and kept as a whole', async () => {
    const asked = await open(MailTextsPage, {
      'mail.templates': () => SETUP,
      'mail.templates_save': () => SETUP,
      'mail.preview': () => ({ subject: 'Open items', body: 'Dear Jana Weber' }),
    });
    await screen.findByText('Dear Jana Weber');
    type('Subject', 'What is open');
    fireEvent.click(screen.getByLabelText('Offer a mail to the salesperson when a collections status changes'));
    fireEvent.click(screen.getByRole('button', { name: 'Save the texts' }));
    await waitFor(() =>
      expect(requestsOf(asked, 'mail.templates_save')).toEqual([
        {
          texts: [{ ...TEXTS[0], subject: 'What is open' }, TEXTS[1], TEXTS[2]],
          salesperson_on_change: true,
        },
      ]),
    );
  });

  it('say in which line and column something is wrong', async () => {
    await open(MailTextsPage, {
      'mail.templates': () => SETUP,
      'mail.preview': () => {
        throw new RefusedError({
          code: 'text_placeholder_unknown',
          args: { field: 'body', line: 3, column: 7, name: 'totl', known: 'account, total' },
          trace_id: '',
        });
      },
    });
    await screen.findByText(/Line 3, column 7: there is no placeholder “totl”/);
  });
});
