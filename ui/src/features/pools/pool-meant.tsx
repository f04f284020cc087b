import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { Pool } from './pools-page';

/** Whom the rows mean as they are typed, and what those owe, each currency by itself. */
export function PoolMeant({ pool }: { pool: Pool }) {
  const { t } = useWords();
  const answer = useAsk('pools.preview', pool, { meanwhile: 'previous' });
  const meant = answer.data;
  return (
    <>
      <h3>{t('pools.meant')}</h3>
      <FormProblem error={answer.error} />
      {meant && (
        <>
          <Note tone={meant.reach === 'some' ? 'plain' : 'warn'}>
            {meant.reach !== 'some' && `${t(`pools.${meant.reach}`)} `}
            {t('pools.count', { count: meant.count, of: meant.of })} {t('pools.aged', { count: meant.aged })}
          </Note>
          {meant.totals.length > 0 && (
            <Table
              label={t('pools.total')}
              rows={meant.totals}
              keyOf={([currency]) => currency}
              columns={[
                { id: 'currency', header: t('pools.currency'), cell: ([currency]) => currency },
                {
                  id: 'total',
                  header: t('pools.total'),
                  align: 'right',
                  cell: ([currency, minor]) => <MoneyText money={{ minor, currency }} />,
                },
                {
                  id: 'overdue',
                  header: t('pools.overdue'),
                  align: 'right',
                  cell: ([currency, , minor]) => <MoneyText money={{ minor, currency }} />,
                },
              ]}
            />
          )}
          {meant.members.length > 0 && (
            <>
              {meant.count > meant.members.length && <p>{t('pools.firstOf', { shown: meant.members.length })}</p>}
              <Table
                label={t('pools.meant')}
                rows={meant.members}
                keyOf={(row) => row.account}
                columns={[
                  { id: 'account', header: t('pools.account'), cell: (row) => row.account },
                  { id: 'name', header: t('pools.name'), cell: (row) => row.name },
                ]}
              />
            </>
          )}
        </>
      )}
    </>
  );
}
