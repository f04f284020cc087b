import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import type { Day } from '../../kit/format/day';
import { periodName } from '../../kit/period';
import { Facts } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

const NOTHING = { as_of: null, definition: null, companies: [] };

type Party = ResponseOf<'customers.together'>;

/** In how many companies the customer is; nothing where the book has one company. */
export function PartyChip({ account, onOpen }: { account: string; onOpen: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const several = (state.book?.companies ?? []).length > 1;
  const answer = useAsk('customers.together', { ...NOTHING, account }, { when: several ? 'now' : 'later' });
  if (!several) return null;
  return (
    <Button variant="default" size="compact-xs" data-testid="party-chip" onClick={onOpen}>
      {t('companies.count', { count: answer.data?.customers.length ?? 1 })}
    </Button>
  );
}

/** What the party owes in the chosen companies, in the currency of the one that is worked in. */
export function PartyPanel({ account, asOf }: { account: string; asOf: Day }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const all = useAsk('customers.together', { ...NOTHING, account, as_of: asOf });
  const others = (all.data?.customers ?? []).slice(1).map(({ company }) => company);
  const companies = chosen ?? others;
  const answer = useAsk(
    'customers.together',
    { ...NOTHING, account, as_of: asOf, companies: [...companies] },
    { when: all.data ? 'now' : 'later', meanwhile: 'previous' },
  );
  const turn = (company: string) =>
    setChosen(companies.includes(company) ? companies.filter((code) => code !== company) : [...companies, company]);
  return (
    <Answered answer={all}>
      {(known) => (
        <>
          <PartyField key={known.party ?? ''} account={account} stored={known.party ?? ''} />
          {known.customers.map((customer, index) => (
            <Checkbox
              key={customer.company}
              label={`${customer.company_name} (${customer.company}) · ${customer.account} · ${customer.currency}`}
              checked={index === 0 || companies.includes(customer.company)}
              disabled={index === 0}
              onChange={() => turn(customer.company)}
            />
          ))}
          {known.customers.length === 1 ? (
            <Note>{t('companies.alone')}</Note>
          ) : (
            <Answered answer={answer}>{(party) => <PartyFigures party={party} />}</Answered>
          )}
        </>
      )}
    </Answered>
  );
}

function PartyField({ account, stored }: { account: string; stored: string }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [party, setParty] = useState(stored);
  const save = useAct('companies.set_party');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ account, party });
      }}
    >
      <TextInput
        label={t('companies.party')}
        description={t('companies.partyHint')}
        value={party}
        onChange={(event) => setParty(event.currentTarget.value)}
        rightSectionWidth={90}
        rightSection={
          <Button
            type="submit"
            size="compact-xs"
            variant="subtle"
            loading={save.isPending}
            disabled={party === stored || mode === 'past'}
          >
            {t('kit.save')}
          </Button>
        }
      />
      <FormProblem error={save.error} />
    </form>
  );
}

function PartyFigures({ party }: { party: Party }) {
  const { t } = useWords();
  const { state } = useDesk();
  const { balance } = party;
  if (!balance) return null;
  const { currency } = balance;
  return (
    <>
      <Facts
        facts={[
          { name: t('companies.total', { currency }), value: money(balance.total_minor, currency) },
          { name: t('customers.overdue'), value: money(balance.overdue_minor, currency) },
          ...party.periods.map((period, index) => ({
            name: periodName(period, t),
            value: money(balance.period_minor[index] ?? 0, currency),
          })),
        ]}
      />
      <Table
        label={t('companies.transactions')}
        rows={party.transactions}
        keyOf={(row) => `${row.company} ${row.kind} ${row.document_no} ${row.due_on}`}
        columns={[
          { id: 'company', header: t('companies.company'), cell: (row) => row.company },
          { id: 'document', header: t('companies.document'), cell: (row) => row.document_no },
          { id: 'due', header: t('companies.due'), cell: (row) => <DayText day={row.due_on} /> },
          {
            id: 'open',
            header: t('companies.open'),
            align: 'right',
            cell: (row) => money(row.open_minor, row.currency),
          },
          {
            id: 'here',
            header: t('companies.inCurrency', { currency: state.book?.currency ?? '' }),
            align: 'right',
            cell: (row) => money(row.company_minor, currency),
          },
        ]}
      />
    </>
  );
}

function money(minor: number, currency: string) {
  return <MoneyText money={{ minor, currency }} showCurrency="yes" />;
}
