import { Checkbox } from '@mantine/core';
import { useMemo } from 'react';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { DocumentWithCopy, useCopies } from './copies';
import { MoneyField } from './fields/money-field';
import { DaysOverdue, DayText, MoneyText } from './figures';
import { Table } from './table';

export type OpenItem = ResponseOf<'settlement.open_items'>['debits'][number];

/** What is marked of an item: how much of it (`null`: all that is open), and the discount taken with it. Minor units. */
export type Mark = { transaction_id: number; amount_minor: number | null; discount_minor: number };

type MarkingProps = {
  label: string;
  items: readonly OpenItem[];
  currency: string;
  marks: readonly Mark[];
  onMarks: (marks: Mark[]) => void;
  /** Whether a discount can be taken on these items. */
  discounts: 'offered' | 'none';
};

/** Open items to be marked for a settlement; an amount can be made smaller, the rest stays open. */
export function Marking({ label, items, currency, marks, onMarks, discounts }: MarkingProps) {
  const { t } = useWords();
  const ids = useMemo(() => items.map((item) => item.transaction_id), [items]);
  const copies = useCopies(ids);
  const markOf = (item: OpenItem) => marks.find((mark) => mark.transaction_id === item.transaction_id);
  const put = (mark: Mark) => onMarks([...marks.filter((other) => other.transaction_id !== mark.transaction_id), mark]);
  const drop = (item: OpenItem) => onMarks(marks.filter((other) => other.transaction_id !== item.transaction_id));
  return (
    <Table
      label={label}
      rows={items}
      keyOf={(item) => String(item.transaction_id)}
      tone={(item) => (markOf(item) ? 'chosen' : 'plain')}
      columns={[
        {
          id: 'mark',
          header: '',
          cell: (item) => (
            <Checkbox
              aria-label={t('posting.mark', { number: item.document_no })}
              checked={markOf(item) !== undefined}
              onChange={(event) =>
                event.currentTarget.checked
                  ? put({ transaction_id: item.transaction_id, amount_minor: null, discount_minor: 0 })
                  : drop(item)
              }
            />
          ),
        },
        {
          id: 'document',
          header: t('posting.document'),
          cell: (item) => <DocumentWithCopy document={item} copies={copies} />,
        },
        { id: 'due', header: t('posting.due'), cell: (item) => <DayText day={item.due_on} /> },
        {
          id: 'late',
          header: t('posting.late'),
          align: 'right',
          cell: (item) => (item.open_minor > 0 ? <DaysOverdue days={item.days_overdue} /> : null),
        },
        {
          id: 'open',
          header: t('posting.open'),
          align: 'right',
          cell: (item) => <MoneyText money={{ minor: item.open_minor, currency }} />,
        },
        {
          id: 'amount',
          header: t('posting.ofIt'),
          align: 'right',
          cell: (item) => {
            const mark = markOf(item);
            if (!mark) return null;
            return (
              <MoneyField
                label={t('posting.ofItOf', { number: item.document_no })}
                labelled="hidden"
                value={mark.amount_minor}
                currency={currency}
                empty="allowed"
                onChange={(minor) => put({ ...mark, amount_minor: minor })}
              />
            );
          },
        },
        ...(discounts === 'offered'
          ? [
              {
                id: 'discount',
                header: t('posting.discount'),
                cell: (item: OpenItem) => {
                  const mark = markOf(item);
                  if (item.discount_minor === 0) return null;
                  return (
                    <Checkbox
                      label={<MoneyText money={{ minor: item.discount_minor, currency }} />}
                      disabled={!mark}
                      checked={(mark?.discount_minor ?? 0) !== 0}
                      onChange={(event) =>
                        mark && put({ ...mark, discount_minor: event.currentTarget.checked ? item.discount_minor : 0 })
                      }
                    />
                  );
                },
              },
            ]
          : []),
      ]}
    />
  );
}
