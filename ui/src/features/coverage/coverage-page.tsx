import { Button, SegmentedControl } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useListing } from '../../data/listing';
import { usePool } from '../../data/pool';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { choicesOf } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { JobBar } from '../../kit/job-bar';
import { Page } from '../../kit/page';
import { EmptyState, FormProblem, Note } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import { useCoverageColumns } from './columns';

const SHOWS = ['all', 'covered', 'uncovered', 'lost'] as const;
type Show = (typeof SHOWS)[number];
type Printed = ResponseOf<'credit.coverage_print'> | null;

/** Insurance coverage against exposure: who is covered up to what, and what nobody covers. */
export function CoveragePage() {
  const { t, language } = useWords();
  const { asOf } = useDesk();
  const { pool } = usePool();
  const navigate = useNavigate();
  const [show, setShow] = useState<Show>('all');
  const columns = useCoverageColumns();
  const listed = useRef<ResponseOf<'credit.coverage'> | null>(null);
  const listing = useListing('credit.coverage', 'credit.coverage_page', { as_of: asOf, pool, show });
  const job = useJobs().findLast((other) => other.command.startsWith('credit.coverage') && other.state === 'running');
  const print = useMutation<Printed, RefusedError>({
    mutationFn: async () => {
      const handle = listed.current?.handle;
      if (handle === undefined) return null;
      const title = t('coverage.title');
      const { path } = (await send('dialog.save', { purpose: 'export', suggested: `${title}.pdf` })).ok;
      if (path === null) return null;
      const printed = columns.filter((column) => column.show !== 'on_request');
      const words = printed.map((column) => ({
        id: column.id,
        heading: column.header,
        words: Object.fromEntries((choicesOf(column) ?? []).map(({ value, label }) => [value, label])),
      }));
      return (await send('credit.coverage_print', { handle, path, title, language, columns: words })).ok;
    },
  });
  const remember = useCallback((open: ResponseOf<'credit.coverage'>) => {
    listed.current = open;
  }, []);
  useActions([
    { id: 'coverage.print', label: t('coverage.print'), group: 'page', keys: 'p', run: () => print.mutate() },
    ...SHOWS.map((value, index) => ({
      id: `coverage.${value}`,
      label: t('coverage.showOnly', { which: t(`coverage.show.${value}`) }),
      group: 'page' as const,
      keys: String(index + 1),
      run: () => setShow(value),
    })),
  ]);
  return (
    <Page
      layout="fill"
      title={t('coverage.title')}
      about={t('coverage.about')}
      actions={
        <Button
          variant="default"
          leftSection={<IconFileTypePdf size={14} />}
          loading={print.isPending}
          onClick={() => print.mutate()}
        >
          {t('coverage.print')}
        </Button>
      }
    >
      <FormProblem error={print.error} />
      {print.data && <Note tone="good">{t('kit.exported', { count: print.data.rows, path: print.data.path })}</Note>}
      {job && <JobBar job={job} />}
      <DataGrid
        id="coverage"
        label={t('coverage.title')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.customer_id}
        initialSort={{ column: 'uninsured', order: 'descending' }}
        totalsOf={({ currency, sums }) => [
          {
            currency,
            figures: {
              exposure: sums.exposure_minor,
              cover: sums.cover_minor,
              insured: sums.insured_minor,
              uninsured: sums.uninsured_minor,
              lost: sums.lost_minor,
            },
          },
        ]}
        onListed={remember}
        onOpen={(row) => void navigate({ to: '/credit/$account', params: { account: row.account } })}
        exportFrom="credit.coverage_export"
        tools={
          <SegmentedControl
            aria-label={t('coverage.which')}
            value={show}
            onChange={(value) => setShow(value as Show)}
            data={SHOWS.map((value) => ({ value, label: t(`coverage.show.${value}`) }))}
          />
        }
        empty={<EmptyState title={t('coverage.emptyTitle')} text={t('coverage.emptyText')} />}
      />
    </Page>
  );
}
