import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DocumentCell } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import type { Day } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import { LostCoverForm, type Step, type Takable, type Taken } from './lost-cover-form';

/** Items that no insurance covers any more because a duty was missed, and what a person does about it. */
export function LostCover({ account, asOf }: { account: string; asOf: Day }) {
  const { t } = useWords();
  const answer = useAsk('credit.lost_cover', { account, as_of: asOf }, { meanwhile: 'previous' });
  const [step, setStep] = useState<Step | null>(null);
  if (!answer.data || (answer.data.items.length === 0 && answer.data.taken.length === 0)) return null;
  const { items, takable, taken } = answer.data;
  return (
    <Section title={t('credit.lostCover')}>
      {takable.length > 0 && <Note tone="warn">{t('credit.lostCoverAbout')}</Note>}
      {items.length > 0 && <Items items={items} />}
      {takable
        .filter((one) => one.take_minor > 0)
        .map((one) => (
          <ToTake key={one.policy_id} of={one} onTake={() => setStep({ kind: 'take', of: one })} />
        ))}
      {taken.length > 0 && <TakenTable taken={taken} onBack={(of) => setStep({ kind: 'back', of })} />}
      <Drawer
        title={t(step?.kind === 'back' ? 'credit.lostTake.back' : 'credit.lostTake.take')}
        state={step ? 'open' : 'closed'}
        onClose={() => setStep(null)}
      >
        {step && <LostCoverForm account={account} step={step} onDone={() => setStep(null)} />}
      </Drawer>
    </Section>
  );
}

function ToTake({ of, onTake }: { of: Takable; onTake: () => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  return (
    <div>
      <Button variant="default" disabled={mode === 'past'} onClick={onTake} data-testid="lost-cover-take">
        {t('credit.lostTake.takeOf', { policy: [of.party, of.policy_no].filter(Boolean).join(' · ') })}
        {'\u00a0'}
        <MoneyText money={{ minor: of.take_minor, currency: of.currency }} showCurrency="yes" />
      </Button>
    </div>
  );
}

function TakenTable({ taken, onBack }: { taken: readonly Taken[]; onBack: (of: Taken) => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  return (
    <>
      {taken.some((row) => row.still_open === 0) && <Note>{t('credit.lostTake.paid')}</Note>}
      <Table
        label={t('credit.lostTake.taken')}
        rows={taken}
        keyOf={(row) => String(row.taken_id)}
        columns={[
          { id: 'on', header: t('credit.lostTake.takenOn'), cell: (row) => <DayText day={row.taken_on} /> },
          {
            id: 'policy',
            header: t('credit.policy.number'),
            cell: (row) => [row.party, row.policy_no].filter(Boolean).join(' · '),
          },
          {
            id: 'value',
            header: t('credit.lostTake.off'),
            align: 'right',
            cell: (row) => <MoneyText money={{ minor: row.value_minor, currency: row.currency }} showCurrency="yes" />,
          },
          { id: 'documents', header: t('credit.lostTake.documents'), cell: (row) => row.documents.join(', ') },
          { id: 'open', header: t('credit.lostTake.stillOpen'), align: 'right', cell: (row) => row.still_open },
          { id: 'reason', header: t('credit.lostTake.reason'), cell: (row) => row.reason },
          {
            id: 'back',
            header: '',
            cell: (row) => (
              <Button
                variant="subtle"
                size="compact-sm"
                disabled={mode === 'past'}
                onClick={() => onBack(row)}
                data-testid="lost-cover-back"
              >
                {t('credit.lostTake.back')}
              </Button>
            ),
          },
        ]}
      />
    </>
  );
}

function Items({ items }: { items: ResponseOf<'credit.lost_cover'>['items'] }) {
  const { t } = useWords();
  return (
    <Table
      label={t('credit.lostCover')}
      rows={items}
      keyOf={(row) => `${row.policy_id} ${row.duty} ${row.item.transaction_id} ${row.item.due_on}`}
      columns={[
        { id: 'number', header: t('credit.number'), cell: (row) => <DocumentCell document={row.item} /> },
        { id: 'due', header: t('credit.due'), cell: (row) => <DayText day={row.item.due_on} /> },
        {
          id: 'open',
          header: t('credit.open'),
          align: 'right',
          cell: (row) => (
            <MoneyText money={{ minor: row.item.open_minor, currency: row.item.currency }} showCurrency="yes" />
          ),
        },
        { id: 'duty', header: t('credit.missed'), cell: (row) => t(`credit.dutyName.${row.duty}`) },
        { id: 'by', header: t('credit.missedBy'), cell: (row) => <DayText day={row.by} /> },
        {
          id: 'policy',
          header: t('credit.policy.number'),
          cell: (row) => [row.party, row.policy_no].filter(Boolean).join(' · '),
        },
      ]}
    />
  );
}
