import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { Shown } from './types';

type Adjustment = Shown['adjustments'][number];

const DONE = {
  waived: 'interest.history_waived',
  reinstated: 'interest.history_reinstated',
  reversed: 'interest.history_reversed',
} as const;

/** Who waived, reinstated or reversed what of a note, when, and by which document. */
export function History({ adjustments, currency }: { adjustments: readonly Adjustment[]; currency: string }) {
  const { t, locale } = useWords();
  const what = (row: Adjustment) => {
    const object = row.object === 'interest' ? t('interest.object.interest', { document: row.item ?? '' }) : null;
    return object ?? t(row.object === 'fee' ? 'interest.object.fee' : 'interest.object.note');
  };
  const kind = (row: Adjustment) => t(DONE[row.kind as keyof typeof DONE] ?? 'interest.adjusted');
  return (
    <Section title={t('interest.history')}>
      {adjustments.length === 0 ? (
        <Note>{t('interest.noHistory')}</Note>
      ) : (
        <Table
          label={t('interest.history')}
          rows={adjustments}
          keyOf={(row) => row.document_no}
          columns={[
            { id: 'kind', header: t('interest.adjusted'), cell: kind },
            { id: 'what', header: t('interest.what'), cell: what },
            { id: 'on', header: t('interest.on'), cell: (row) => <DayText day={row.adjusted_on} /> },
            {
              id: 'amount',
              header: t('interest.amount'),
              align: 'right',
              cell: (row) => <MoneyText money={{ minor: row.amount_minor, currency }} showCurrency="yes" />,
            },
            { id: 'document', header: t('interest.document'), cell: (row) => row.document_no },
            { id: 'who', header: t('interest.who'), cell: (row) => row.user },
            { id: 'when', header: t('interest.when'), cell: (row) => formatInstant(row.at, locale) },
            { id: 'comment', header: t('interest.comment'), cell: (row) => row.comment },
          ]}
        />
      )}
    </Section>
  );
}
