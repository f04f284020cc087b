import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { useFigureWords } from './figures';
import type { Check } from './types';

type Result = 'counts' | 'not_true';

/** A check with every rule of its day: what it measured, and what became of it. */
export function CheckTrace({ check }: { check: Check }) {
  const { t, locale } = useWords();
  const figure = useFigureWords();
  return (
    <>
      <p>
        {t('holds.checkBy', {
          day: formatDay(check.checked_on, locale),
          step: t(`orders.stepName.${check.step}`),
          user: check.user,
        })}
      </p>
      {check.ended && <Note>{t(`orders.endedName.${check.ended as 'released'}`)}</Note>}
      <Table
        label={t('holds.rules')}
        rows={check.rules}
        keyOf={(row) => String(row.rule.id)}
        columns={[
          { id: 'rule', header: t('holds.rule'), cell: (row) => t(`holds.ruleName.${row.rule.rule_type}`) },
          { id: 'measured', header: t('holds.measured'), cell: (row) => row.measured && figure(row.measured) },
          { id: 'threshold', header: t('holds.threshold'), cell: (row) => row.threshold && figure(row.threshold) },
          { id: 'result', header: t('orders.result'), cell: (row) => t(`holds.resultName.${row.result as Result}`) },
        ]}
      />
      <Note tone={check.replays ? 'plain' : 'warn'}>{t(check.replays ? 'holds.replays' : 'holds.differs')}</Note>
    </>
  );
}
