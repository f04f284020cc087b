import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';
import type { AgingRun } from './types';

type HistoryProps = {
  definition: string | null;
  state: 'open' | 'closed';
  onClose: () => void;
  onOpen: (run: AgingRun) => void;
};

/** Every stored run of a definition; opening one shows it as it was written. */
export function History({ definition, state, onClose, onOpen }: HistoryProps) {
  const { t } = useWords();
  return (
    <Drawer title={t('aging.history')} state={state} onClose={onClose} width="wide">
      <Runs definition={definition} onOpen={onOpen} />
    </Drawer>
  );
}

function Runs({ definition, onOpen }: { definition: string | null; onOpen: (run: AgingRun) => void }) {
  const { t, locale } = useWords();
  const runs = useAsk('aging.runs', { definition });
  return (
    <Answered answer={runs}>
      {({ runs: all }) =>
        all.length === 0 ? (
          <EmptyState title={t('aging.noRunsTitle')} text={t('aging.noRunsText')} />
        ) : (
          <Table
            label={t('aging.history')}
            rows={all}
            keyOf={(run) => String(run.run_id)}
            onOpen={onOpen}
            columns={[
              { id: 'day', header: t('shell.asOf'), opens: 'yes', cell: (run) => <DayText day={run.as_of} /> },
              { id: 'ran', header: t('aging.ranAt'), cell: (run) => formatInstant(run.ran_at, locale) },
              { id: 'by', header: t('aging.by'), cell: (run) => t(`aging.byDay.${run.by}`) },
              { id: 'known', header: t('aging.knownOn'), cell: (run) => <DayText day={run.known_on} /> },
              {
                id: 'covers',
                header: t('aging.covers'),
                cell: (run) =>
                  [t(run.covers_all ? 'aging.all' : 'aging.some'), run.companies.join(' + ')]
                    .filter((part) => part !== '')
                    .join(' · '),
              },
              {
                id: 'total',
                header: t('aging.column.total'),
                align: 'right',
                cell: (run) => <Amounts run={run} figure="total_minor" />,
              },
              {
                id: 'overdue',
                header: t('aging.column.overdue'),
                align: 'right',
                cell: (run) => <Amounts run={run} figure="overdue_minor" />,
              },
            ]}
          />
        )
      }
    </Answered>
  );
}

function Amounts({ run, figure }: { run: AgingRun; figure: 'total_minor' | 'overdue_minor' }) {
  return run.totals.map((total) => (
    <div key={total.currency}>
      <MoneyText money={{ minor: total[figure], currency: total.currency }} showCurrency="yes" />
    </div>
  ));
}
