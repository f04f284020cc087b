import { useMemo } from 'react';
import { useWords } from '../../i18n';
import type { Column } from '../../kit/grid/columns';
import type { ResponseOf } from '../../wire/commands';

type Row = ResponseOf<'credit.coverage_page'>['rows'][number];
type Figure = keyof NonNullable<Row['figures']>;

const KINDS = ['unlimited', 'not_set', 'not_tested'] as const;

/** The columns of the report; a customer without a rate has no figures. */
export function useCoverageColumns(): Column<Row>[] {
  const { t } = useWords();
  return useMemo(() => {
    const currency = (row: Row) => row.currency;
    const figure = (id: string, of: Figure): Column<Row> => ({
      id,
      kind: 'money',
      header: t(`coverage.${of}`),
      width: 132,
      value: (row) => row.figures?.[of] ?? null,
      currency,
    });
    const onRequest = (id: string, header: string, of: (row: Row) => string | null): Column<Row> => ({
      id,
      kind: 'text',
      header,
      show: 'on_request',
      value: (row) => of(row) ?? '',
    });
    return [
      {
        id: 'account',
        kind: 'link',
        header: t('customers.account'),
        width: 110,
        show: 'always',
        value: (row) => row.account,
      },
      {
        id: 'name',
        kind: 'text',
        header: t('customers.name'),
        fit: 'grow',
        value: (row) => row.name,
      },
      onRequest('group', t('customers.group'), (row) => row.group),
      onRequest('region', t('customers.region'), (row) => row.region),
      onRequest('segment', t('pools.fieldName.segment'), (row) => row.segment),
      onRequest('risk_group', t('pools.fieldName.risk_group'), (row) => row.risk_group),
      onRequest('agent', t('aging.column.agent'), (row) => row.agent),
      {
        id: 'limit',
        kind: 'money',
        header: t('coverage.limit'),
        width: 132,
        filter: 'no',
        value: (row) => row.limit_minor,
        currency,
        choices: KINDS.map((value) => ({ value, label: t(`coverage.limitKind.${value}`) })),
      },
      figure('exposure', 'exposure_minor'),
      figure('cover', 'cover_minor'),
      figure('insured', 'insured_minor'),
      figure('uninsured', 'uninsured_minor'),
      figure('lost', 'lost_minor'),
      {
        id: 'policies',
        kind: 'count',
        header: t('coverage.policies'),
        width: 90,
        value: (row) => row.policies,
      },
      {
        id: 'ends_on',
        kind: 'day',
        header: t('coverage.endsOn'),
        width: 120,
        value: (row) => row.ends_on,
      },
      {
        id: 'currency',
        kind: 'text',
        header: t('customers.currencyShort'),
        width: 80,
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: currency,
      },
    ];
  }, [t]);
}
