import { Link } from '@tanstack/react-router';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import { DocumentCell } from './copies';
import type { Component } from './exposure';
import { DayText, MoneyText } from './figures';
import type { Day } from './format/day';
import { Answered } from './states';
import { Table } from './table';

type ExposureItemsProps = { account: string; asOf?: Day; component: Component };

/** What is behind a part of the exposure: documents of the ledger, or orders, deliveries and reservations. */
export function ExposureItems({ account, asOf, component }: ExposureItemsProps) {
  const { t } = useWords();
  const items = useAsk('credit.exposure_items', { account, as_of: asOf ?? null, component });
  const label = t(`credit.part.${component}`);
  return (
    <Answered answer={items}>
      {(data) => (
        <>
          {data.items.length > 0 && (
            <Table
              label={label}
              rows={data.items}
              keyOf={(row) => `${row.transaction_id} ${row.due_on}`}
              columns={[
                { id: 'kind', header: t('credit.document'), cell: (row) => t(`customers.kindName.${row.kind}`) },
                { id: 'no', header: t('credit.number'), cell: (row) => <DocumentCell document={row} /> },
                { id: 'due', header: t('credit.due'), cell: (row) => <DayText day={row.due_on} /> },
                {
                  id: 'open',
                  header: t('credit.open'),
                  align: 'right',
                  cell: (row) => (
                    <MoneyText money={{ minor: row.open_minor, currency: row.currency }} showCurrency="yes" />
                  ),
                },
              ]}
            />
          )}
          {data.claims.length > 0 && (
            <Table
              label={label}
              rows={data.claims}
              keyOf={(row) => `${row.kind} ${row.number}`}
              columns={[
                { id: 'kind', header: t('credit.document'), cell: (row) => t(`credit.claimKind.${row.kind}`) },
                {
                  id: 'no',
                  header: t('credit.number'),
                  cell: (row) =>
                    row.order_no ? (
                      <Link to="/orders/$order" params={{ order: row.order_no }}>
                        {row.number}
                      </Link>
                    ) : (
                      row.number
                    ),
                },
                { id: 'on', header: t('credit.claimOn'), cell: (row) => <DayText day={row.on} /> },
                {
                  id: 'open',
                  header: t('credit.open'),
                  align: 'right',
                  cell: (row) => (
                    <MoneyText money={{ minor: row.open_minor, currency: row.currency }} showCurrency="yes" />
                  ),
                },
              ]}
            />
          )}
        </>
      )}
    </Answered>
  );
}
