import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import type { Component } from '../../kit/exposure';
import { DayText, MoneyText } from '../../kit/figures';
import type { Day } from '../../kit/format/day';
import { Answered } from '../../kit/states';
import { Table } from '../../kit/table';

/** The documents behind a part of the exposure. */
export function PartItems({ account, asOf, component }: { account: string; asOf: Day; component: Component }) {
  const { t } = useWords();
  const items = useAsk('credit.exposure_items', { account, as_of: asOf, component });
  return (
    <Answered answer={items}>
      {(data) => (
        <Table
          label={t(`credit.part.${component}`)}
          rows={data.items}
          keyOf={(row) => String(row.transaction_id)}
          columns={[
            { id: 'kind', header: t('credit.document'), cell: (row) => t(`customers.kindName.${row.kind}`) },
            { id: 'no', header: t('credit.number'), cell: (row) => row.document_no },
            { id: 'due', header: t('credit.due'), cell: (row) => <DayText day={row.due_on} /> },
            {
              id: 'open',
              header: t('credit.open'),
              align: 'right',
              cell: (row) => <MoneyText money={{ minor: row.open_minor, currency: row.currency }} showCurrency="yes" />,
            },
          ]}
        />
      )}
    </Answered>
  );
}
