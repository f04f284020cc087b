import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DocumentCell } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { useDisputeReason } from '../../kit/reasons';
import { Answered } from '../../kit/states';
import { Table, type TableColumn } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

type Claims = ResponseOf<'collections.case'>;
type PromiseLine = Claims['promises'][number];
type Dispute = Claims['disputes'][number];

/** What was promised of the case and what is disputed; the statuses are those of today. */
export function CaseClaims({ caseId }: { caseId: number }) {
  const { t } = useWords();
  const found = useAsk('collections.case', { case_id: caseId });
  return (
    <Answered answer={found}>
      {({ promises, disputes }) => (
        <>
          <Section title={t('promises.box')}>
            <Promises rows={promises} />
          </Section>
          <Section title={t('disputes.box')}>
            <Disputes rows={disputes} />
          </Section>
        </>
      )}
    </Answered>
  );
}

function Promises({ rows }: { rows: readonly PromiseLine[] }) {
  const { t } = useWords();
  if (rows.length === 0) return <p>{t('promises.boxNone')}</p>;
  const columns: TableColumn<PromiseLine>[] = [
    { id: 'number', header: t('promises.number'), cell: (row) => row.number },
    { id: 'document', header: t('customers.document'), cell: (row) => <DocumentCell document={row} /> },
    { id: 'on', header: t('collections.promisedOn'), cell: (row) => <DayText day={row.promised_on} /> },
    {
      id: 'amount',
      header: t('collections.promised'),
      align: 'right',
      cell: (row) => <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />,
    },
    { id: 'status', header: t('collections.column'), cell: (row) => t(`promises.status.${row.status}`) },
  ];
  return <Table label={t('promises.box')} columns={columns} rows={rows} keyOf={(row) => String(row.line_id)} />;
}

function Disputes({ rows }: { rows: readonly Dispute[] }) {
  const { t } = useWords();
  const reasonOf = useDisputeReason();
  if (rows.length === 0) return <p>{t('promises.boxNone')}</p>;
  const columns: TableColumn<Dispute>[] = [
    { id: 'number', header: t('disputes.number'), cell: (row) => row.number },
    { id: 'document', header: t('customers.document'), cell: (row) => <DocumentCell document={row} /> },
    { id: 'reason', header: t('disputes.reason'), cell: (row) => reasonOf(row.reason) },
    {
      id: 'amount',
      header: t('disputes.amount'),
      align: 'right',
      cell: (row) => <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />,
    },
    { id: 'status', header: t('disputes.state'), cell: (row) => t(`disputes.status.${row.status}`) },
  ];
  return <Table label={t('disputes.box')} columns={columns} rows={rows} keyOf={(row) => String(row.dispute_id)} />;
}
