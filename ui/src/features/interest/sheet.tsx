import { useMemo } from 'react';
import { useWords } from '../../i18n';
import { DocumentWithCopy, useCopies } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import { formatDecimal } from '../../kit/format/decimal';
import { Section } from '../../kit/page';
import { Table } from '../../kit/table';
import classes from './interest.module.css';
import { AdjustedTag } from './tags';
import type { Item, Shown, Slice } from './types';

type ItemsProps = { shown: Shown; opened: number | null; onOpen: (itemId: number | null) => void };

/** What a note charges, document by document; one that is opened shows its interest sheet. */
export function NoteItems({ shown, opened, onOpen }: ItemsProps) {
  const { t } = useWords();
  const ids = useMemo(() => shown.items.map((item) => item.transaction_id), [shown.items]);
  const copies = useCopies(ids);
  const money = (minor: number) => <MoneyText money={{ minor, currency: shown.note.currency }} />;
  const lump = shown.items.some((item) => item.lump_sum_minor !== 0);
  const item = shown.items.find((one) => one.item_id === opened);
  return (
    <>
      <Section title={t('interest.itemsTitle')}>
        <p className={classes.quiet}>{t('interest.itemsHint')}</p>
        <Table
          label={t('interest.itemsTitle')}
          rows={shown.items}
          keyOf={(row) => String(row.item_id)}
          tone={(row) => (row.item_id === opened ? 'chosen' : 'plain')}
          onOpen={(row) => onOpen(row.item_id === opened ? null : row.item_id)}
          columns={[
            { id: 'document', header: t('interest.document'), opens: 'yes', cell: (row) => row.document_no },
            {
              id: 'copy',
              header: <span className="sr-only">{t('copies.short')}</span>,
              cell: (row) =>
                copies.has(row.transaction_id) ? (
                  <DocumentWithCopy document={{ ...row, document_no: '' }} copies={copies} />
                ) : null,
            },
            { id: 'on', header: t('interest.documentOn'), cell: (row) => <DayText day={row.document_on} /> },
            { id: 'due', header: t('interest.due'), cell: (row) => <DayText day={row.due_on} /> },
            { id: 'amount', header: t('interest.amount'), align: 'right', cell: (row) => money(row.amount_minor) },
            { id: 'to', header: t('interest.chargedTo'), cell: (row) => <DayText day={row.charged_to} /> },
            {
              id: 'interest',
              header: t('interest.interest'),
              align: 'right',
              cell: (row) => money(row.interest_minor),
            },
            ...(lump
              ? [
                  {
                    id: 'lump',
                    header: t('interest.lumpSum'),
                    align: 'right' as const,
                    cell: (row: Item) => money(row.lump_sum_minor),
                  },
                ]
              : []),
            { id: 'adjusted', header: t('interest.adjusted'), cell: (row) => <AdjustedTag word={row.adjusted} /> },
          ]}
        />
      </Section>
      {item && <Sheet key={item.item_id} item={item} currency={shown.note.currency} />}
    </>
  );
}

/** The interest sheet of a document: every slice with what it was computed from, less what was charged before. */
function Sheet({ item, currency }: { item: Item; currency: string }) {
  const { t } = useWords();
  const money = (minor: number) => <MoneyText money={{ minor, currency }} />;
  const none = ['', '', '', '', '', ''];
  return (
    <Section title={t('interest.sheet', { document: item.document_no })}>
      <p className={classes.quiet}>{t('interest.sheetHint')}</p>
      <Table
        label={t('interest.sheet', { document: item.document_no })}
        rows={item.slices}
        keyOf={(slice) => `${slice.from_on} ${slice.to_on} ${slice.base_minor} ${slice.percent}`}
        columns={[
          { id: 'from', header: t('interest.from'), cell: (slice) => <DayText day={slice.from_on} /> },
          { id: 'to', header: t('interest.to'), cell: (slice) => <DayText day={slice.to_on} /> },
          { id: 'days', header: t('interest.days'), align: 'right', cell: (slice) => slice.days },
          { id: 'intervals', header: t('interest.intervals'), align: 'right', cell: (slice) => slice.intervals ?? '' },
          { id: 'balance', header: t('interest.balance'), align: 'right', cell: (slice) => money(slice.base_minor) },
          { id: 'rate', header: t('interest.rate'), align: 'right', cell: (slice) => <Rate slice={slice} /> },
          { id: 'reference', header: t('interest.reference'), cell: (slice) => <ReferenceOf slice={slice} /> },
          {
            id: 'interest',
            header: t('interest.interest'),
            align: 'right',
            cell: (slice) => money(slice.interest_minor),
          },
        ]}
        foot={[
          [t('interest.cumulative'), ...none, money(item.cumulative_minor)],
          [t('interest.before'), ...none, money(item.before_minor)],
          [
            <strong key="now">{t('interest.chargedNow')}</strong>,
            ...none,
            <strong key="sum">{money(item.interest_minor)}</strong>,
          ],
        ]}
      />
    </Section>
  );
}

function Rate({ slice }: { slice: Slice }) {
  const { t, locale } = useWords();
  if (slice.percent === null) return t('interest.fixedAmount');
  return t(`interest.ratePer.${slice.per}`, { percent: formatDecimal(slice.percent, locale) });
}

function ReferenceOf({ slice }: { slice: Slice }) {
  const { t } = useWords();
  if (slice.reference === null) return null;
  const [reference, { year, half }] = slice.reference;
  return `${t(`interestSetup.referenceName.${reference}`)}, ${half === 'first' ? 'H1' : 'H2'} ${year}`;
}
