import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import { Facts } from '../../kit/side';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { useFigureWords } from './figures';
import { ReasonList } from './reasons';
import type { Check } from './types';

type Result = 'counts' | 'not_true';

type CheckTraceProps = {
  check: Check;
  /** Whether the reasons and the exposure of then are shown: beside a hold they are shown already. */
  facts?: 'shown' | 'left_out';
};

/** A check with every rule of its day: what it measured, and what became of it; with its reasons and the exposure of then. */
export function CheckTrace({ check, facts = 'shown' }: CheckTraceProps) {
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
      {facts === 'shown' && (
        <>
          <ReasonList reasons={check.reasons} currency={check.currency} />
          <Facts
            facts={[
              ...check.parts
                .filter((part) => part.minor !== 0)
                .map((part) => ({
                  name: t(`credit.part.${part.component}`),
                  value: <MoneyText money={{ minor: part.minor, currency: check.currency }} />,
                })),
              {
                name: t('orders.exposureThen'),
                value: (
                  <MoneyText money={{ minor: check.exposure_minor, currency: check.currency }} showCurrency="yes" />
                ),
              },
            ]}
          />
        </>
      )}
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
