import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Page } from '../../kit/page';
import { Answered, EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';
import type { LetterRun } from './types';

/** Every letter run, newest first. */
export function LetterRunsPage() {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [before, setBefore] = useState<number | null>(null);
  const runs = useAsk('letters.runs', { before }, { meanwhile: 'previous' });
  const number = new Intl.NumberFormat(locale);
  const create = () => void navigate({ to: '/letters/new' });
  const newRun = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={create}>
      {t('letters.new')}
    </Button>
  );
  useActions(
    mode === 'today' ? [{ id: 'letters.new', label: t('letters.new'), group: 'page', keys: 'n', run: create }] : [],
  );
  return (
    <Page title={t('shell.page.letters')} about={t('letters.about')} actions={newRun}>
      <Answered answer={runs}>
        {({ runs: all, more }) =>
          all.length === 0 ? (
            <EmptyState title={t('letters.emptyTitle')} text={t('letters.emptyText')} action={newRun} />
          ) : (
            <>
              <Table
                label={t('shell.page.letters')}
                rows={all}
                keyOf={(run) => String(run.run_id)}
                onOpen={(run) => void navigate({ to: '/letters/$run', params: { run: String(run.run_id) } })}
                columns={[
                  {
                    id: 'on',
                    header: t('letters.letterOn'),
                    opens: 'yes',
                    cell: (run) => <DayText day={run.letter_on} />,
                  },
                  {
                    id: 'created',
                    header: t('letters.createdAt'),
                    cell: (run) => formatInstant(run.created_at, locale),
                  },
                  {
                    id: 'drafts',
                    header: t('letters.status.created'),
                    align: 'right',
                    cell: (run) => number.format(run.counts.created),
                  },
                  {
                    id: 'posted',
                    header: t('letters.status.posted'),
                    align: 'right',
                    cell: (run) => number.format(run.counts.posted),
                  },
                  {
                    id: 'cancelled',
                    header: t('letters.status.cancelled'),
                    align: 'right',
                    cell: (run) => number.format(run.counts.cancelled),
                  },
                  {
                    id: 'skipped',
                    header: t('letters.skipped'),
                    align: 'right',
                    cell: (run) => number.format(run.counts.skipped),
                  },
                  { id: 'total', header: t('letters.claimed'), align: 'right', cell: (run) => <Totals run={run} /> },
                ]}
              />
              <div>
                {before !== null && (
                  <Button variant="subtle" onClick={() => setBefore(null)}>
                    {t('letters.latestRuns')}
                  </Button>
                )}
                {more && (
                  <Button
                    variant="default"
                    data-testid="earlier-runs"
                    onClick={() => setBefore(all.at(-1)?.run_id ?? null)}
                  >
                    {t('letters.earlierRuns')}
                  </Button>
                )}
              </div>
            </>
          )
        }
      </Answered>
    </Page>
  );
}

function Totals({ run }: { run: LetterRun }) {
  const { t } = useWords();
  return run.totals.map((total) => (
    <div key={`${total.currency} ${total.code}`}>
      {t(`letters.codeShort.${total.code}`)}{' '}
      <MoneyText money={{ minor: total.total_minor, currency: total.currency }} showCurrency="yes" />
    </div>
  ));
}
