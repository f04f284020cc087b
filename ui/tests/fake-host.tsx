import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { newQueryClient } from '../src/data/client';
import { DeskProvider } from '../src/data/desk';
import { startWords } from '../src/i18n';
import { mantineTheme, mantineVariables } from '../src/kit/theme/mantine';
import { RefusedError, replaceTransport, type Transport } from '../src/wire';
import type { CommandName, RequestOf, ResponseOf } from '../src/wire/commands';
import type { DeskState } from '../src/wire/generated/DeskState';

type Answers = { [C in CommandName]?: (request: RequestOf<C>) => ResponseOf<C> };

export type Asked = { command: string; request: unknown };

/** A host that answers what a test told it, refuses the rest, and remembers what was asked. */
export function fakeHost(answers: Answers, changes: Partial<Record<CommandName, string[]>> = {}): Asked[] {
  const asked: Asked[] = [];
  const transport: Transport = {
    async rpc(command, request) {
      asked.push({ command, request });
      const answer = answers[command as CommandName] as ((request: unknown) => unknown) | undefined;
      if (!answer) throw new RefusedError({ code: 'unknown_command', args: { command }, trace_id: '' });
      return { ok: answer(request), tags: changes[command as CommandName] ?? [] };
    },
    rpcBytes: async () => new ArrayBuffer(0),
    onJob: () => () => undefined,
    onBook: () => () => undefined,
    onDrop: () => () => undefined,
  };
  replaceTransport(transport);
  return asked;
}

export const DESK: DeskState = {
  book: {
    path: '/books/example.duebook',
    company: 'Example Trading GmbH',
    company_code: '1',
    companies: [{ code: '1', name: 'Example Trading GmbH', country: 'DE', currency: 'EUR', current: true }],
    currency: 'EUR',
    language: 'en',
    shared_place: null,
    damage: null,
    customers: 3,
    transactions: 9,
    facts_to: '2026-11-20',
  },
  user: {
    id: 1,
    code: 'maria',
    name: 'Maria Lindner',
    os_account: 'maria',
    roles: ['credit_manager'],
    agent: true,
    approval_ceiling_minor: null,
    waiver_ceiling_minor: null,
    substitute: null,
    absent_from: null,
    absent_to: null,
    email: '',
    phone: '',
    has_pin: true,
    active: true,
  },
  os_account: 'maria',
  recent: [],
  today: '2026-11-22',
  version: '0.1.0',
  trouble: null,
};

/** Shows something inside everything that a page stands in, except the router. */
export async function show(what: ReactNode, state: DeskState = DESK) {
  await startWords('en');
  return render(
    <MantineProvider theme={mantineTheme} cssVariablesResolver={mantineVariables} env="test">
      <QueryClientProvider client={newQueryClient()}>
        <DeskProvider state={state}>{what}</DeskProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
