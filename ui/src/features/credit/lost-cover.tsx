import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DocumentCell } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import type { Day } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';

/** Items that no insurance covers any more because a duty was missed. */
export function LostCover({ account, asOf }: { account: string; asOf: Day }) {
  const { t } = useWords();
  const answer = useAsk('credit.lost_cover', { account, as_of: asOf }, { meanwhile: 'previous' });
  if (!answer.data || answer.data.items.length === 0) return null;
  return (
    <Section title={t('credit.lostCover')}>
      <Note tone="warn">{t('credit.lostCoverAbout')}</Note>
      <Table
        label={t('credit.lostCover')}
        rows={answer.data.items}
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
    </Section>
  );
}
