import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Page, Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import type { ResponseOf } from '../../wire/commands';
import { AccountForm } from './account-form';

type Account = ResponseOf<'bank.accounts'>['accounts'][number];
type Statement = ResponseOf<'bank.statements'>['imports'][number]['statements'][number];

/** Own accounts and what the bank sent for them, one import at a time, with balances that are checked. */
export function StatementsPage() {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const accounts = useAsk('bank.accounts', {});
  const statements = useAsk('bank.statements', { bank_account: null, batch_id: null });
  const [edited, setEdited] = useState<Account | 'new' | null>(null);
  const back = () => void navigate({ to: '/bank' });
  useActions([{ id: 'statements.back', label: t('bank.toLines'), group: 'page', keys: 'Escape', run: back }]);
  return (
    <Page
      title={t('shell.page.statements')}
      above={
        <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={14} />} onClick={back}>
          {t('bank.toLines')}
        </Button>
      }
      actions={
        <Button disabled={mode === 'past'} onClick={() => setEdited('new')}>
          {t('bank.addAccount')}
        </Button>
      }
    >
      <Section title={t('bank.accounts')}>
        <Answered answer={accounts}>
          {({ accounts: all }) =>
            all.length === 0 ? (
              <EmptyState title={t('bank.noAccountTitle')} text={t('bank.noAccountText')} />
            ) : (
              <Table
                label={t('bank.accounts')}
                rows={all}
                keyOf={(account) => account.number}
                onOpen={mode === 'today' ? setEdited : undefined}
                columns={accountColumns(t)}
              />
            )
          }
        </Answered>
      </Section>
      <Answered answer={statements}>
        {({ imports }) =>
          imports.map((one) => (
            <Section
              key={one.batch_id}
              title={`${one.file_name} · ${formatInstant(one.at, locale)} · ${one.user}`}
              actions={
                <span>
                  {t('bank.linesOfFile', { read: one.lines_read, fresh: one.lines_new })}
                  {one.undone && ` · ${t('bank.takenBack')}`}
                </span>
              }
            >
              <Table
                label={one.file_name}
                rows={one.statements}
                keyOf={(statement) => String(statement.id)}
                tone={(statement) => (statement.balance === 'wrong' ? 'warn' : 'plain')}
                columns={statementColumns(t)}
              />
            </Section>
          ))
        }
      </Answered>
      <Drawer title={t('bank.account')} state={edited ? 'open' : 'closed'} onClose={() => setEdited(null)}>
        {edited && <AccountForm stored={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      </Drawer>
    </Page>
  );
}

type Translate = ReturnType<typeof useWords>['t'];

function accountColumns(t: Translate) {
  return [
    {
      id: 'number',
      header: t('bank.number'),
      opens: 'yes' as const,
      cell: (account: Account) => <span className="tabular">{account.number}</span>,
    },
    { id: 'name', header: t('bank.name'), cell: (account: Account) => account.name },
    { id: 'currency', header: t('bank.currency'), cell: (account: Account) => account.currency ?? '' },
    {
      id: 'closing',
      header: t('bank.closing'),
      align: 'right' as const,
      cell: (account: Account) =>
        account.closing_minor !== null && account.currency !== null ? (
          <MoneyText money={{ minor: account.closing_minor, currency: account.currency }} />
        ) : null,
    },
    { id: 'to', header: t('bank.dataTo'), cell: (account: Account) => <DayText day={account.data_to} /> },
    {
      id: 'open',
      header: t('bank.waiting'),
      align: 'right' as const,
      cell: (account: Account) => String(account.open),
    },
  ];
}

function statementColumns(t: Translate) {
  const money = (statement: Statement, minor: number | null) =>
    minor === null ? null : <MoneyText money={{ minor, currency: statement.currency }} showCurrency="yes" />;
  return [
    {
      id: 'account',
      header: t('bank.number'),
      cell: (statement: Statement) => <span className="tabular">{statement.bank_account}</span>,
    },
    {
      id: 'no',
      header: t('bank.statementNo'),
      cell: (statement: Statement) => [statement.entry_name, statement.statement_no].filter(Boolean).join(' · '),
    },
    { id: 'to', header: t('bank.dataTo'), cell: (statement: Statement) => <DayText day={statement.data_to} /> },
    {
      id: 'opening',
      header: t('bank.opening'),
      align: 'right' as const,
      cell: (statement: Statement) => money(statement, statement.opening_minor),
    },
    {
      id: 'closing',
      header: t('bank.closing'),
      align: 'right' as const,
      cell: (statement: Statement) => money(statement, statement.closing_minor),
    },
    {
      id: 'balance',
      header: t('bank.balance'),
      cell: (statement: Statement) =>
        statement.balance === 'wrong' ? (
          <Tag tone="bad" sign="!">
            {t('bank.balanceWrong')}{' '}
            <MoneyText money={{ minor: statement.difference_minor, currency: statement.currency }} />
          </Tag>
        ) : (
          t(statement.balance === 'right' ? 'bank.balanceRight' : 'bank.balanceUnknown')
        ),
    },
    {
      id: 'lines',
      header: t('bank.linesShort'),
      align: 'right' as const,
      cell: (statement: Statement) => t('bank.openOfLines', { open: statement.open, lines: statement.lines }),
    },
  ];
}
