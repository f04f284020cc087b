import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useListing } from '../../data/listing';
import { useWords } from '../../i18n';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Drawer } from '../../kit/side';
import { EmptyState } from '../../kit/states';
import { Reasons } from './reasons';
import { SkipChecks } from './skip-checks';
import { skipWords } from './skip-words';
import type { LetterRun, LetterSkip, SkipCount, SkipReason } from './types';

/** Everybody who got no letter in a run; opening a row shows every rule with what it measured. */
export function SkipsGrid({ run }: { run: LetterRun }) {
  const { t, locale } = useWords();
  const [reason, setReason] = useState<SkipReason | null>(null);
  const [opened, setOpened] = useState<LetterSkip | null>(null);
  const listing = useListing('letters.skips', 'letters.skips_page', { run_id: run.run_id, reason });
  const columns = useMemo(() => skipColumns(t, locale, run.reasons), [t, locale, run.reasons]);
  return (
    <>
      <Reasons reasons={run.reasons} chosen={reason} onChoose={setReason} />
      <DataGrid
        id="skips"
        label={t('letters.skipped')}
        listing={listing}
        columns={columns}
        idOf={(row) => `${row.customer_id} ${row.currency}`}
        initialSort={{ column: 'overdue', order: 'descending' }}
        onOpen={setOpened}
        exportFrom="letters.skips_export"
        empty={<EmptyState title={t('letters.nobodySkippedTitle')} text={t('letters.nobodySkipped')} />}
      />
      <Drawer title={opened?.name ?? ''} state={opened ? 'open' : 'closed'} onClose={() => setOpened(null)}>
        {opened && <SkipChecks skip={opened} />}
      </Drawer>
    </>
  );
}

function skipColumns(t: TFunction, locale: string, reasons: readonly SkipCount[]): Column<LetterSkip>[] {
  const currency = (row: LetterSkip) => row.currency;
  return [
    { id: 'account', kind: 'text', header: t('letters.account'), width: 120, value: (row) => row.account },
    {
      id: 'name',
      kind: 'link',
      header: t('letters.customer'),
      fit: 'grow',
      show: 'always',
      value: (row) => row.name,
    },
    {
      id: 'reason',
      kind: 'text',
      header: t('letters.reason'),
      width: 320,
      choices: reasons.map(({ reason }) => ({ value: reason, label: t(`letters.skip.${reason}`) })),
      value: (row) => skipWords(row, t, locale),
    },
    {
      id: 'overdue',
      kind: 'money',
      header: t('letters.overdue'),
      width: 140,
      value: (row) => row.overdue_minor,
      currency,
    },
    { id: 'currency', kind: 'text', header: t('letters.currency'), width: 90, value: currency },
  ];
}
