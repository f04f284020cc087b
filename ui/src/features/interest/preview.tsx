import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { MoneyText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { EmptyState, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import classes from './interest.module.css';
import { type NoteDoing, NoteDrawer } from './note-drawer';
import { Totals } from './totals';
import type { Preview, Run, Skips } from './types';

type SkipReason = Skips[number]['reason'];

/** What a run would charge: totals, notes, and what it leaves out by reason. */
export function PreviewView({ preview, count }: { preview: Preview; count: number }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const day = formatDay(preview.to_on, locale);
  return (
    <>
      {preview.notes.length === 0 ? (
        <EmptyState title={t('interest.nothingTitle', { day })} text={t('interest.nothingText')} />
      ) : (
        <>
          <Section title={t('interest.would', { day })}>
            <Totals totals={preview.totals} />
            {preview.replaced > 0 && <Note>{t('interest.replaced', { count: preview.replaced })}</Note>}
          </Section>
          <Section title={t('interest.firstNotes')}>
            <PreviewNotes notes={preview.notes} />
            {preview.notes.length < count && (
              <p className={classes.quiet}>
                {t('letters.firstOf', { shown: number.format(preview.notes.length), count: number.format(count) })}
              </p>
            )}
          </Section>
        </>
      )}
      <DroppedRows dropped={preview.dropped} />
      <Skipped skipped={preview.skipped} />
    </>
  );
}

function PreviewNotes({ notes }: { notes: Preview['notes'] }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  type Row = Preview['notes'][number];
  const money = (row: Row, minor: number) => <MoneyText money={{ minor, currency: row.currency }} showCurrency="yes" />;
  return (
    <Table
      label={t('interest.firstNotes')}
      rows={notes}
      keyOf={(row) => `${row.customer_id} ${row.side} ${row.currency} ${row.code} ${row.interest_minor} ${row.items}`}
      columns={[
        { id: 'account', header: t('interest.account'), cell: (row) => row.account },
        { id: 'name', header: t('interest.customer'), cell: (row) => row.name },
        { id: 'side', header: t('interest.sideLabel'), cell: (row) => t(`interest.side.${row.side}`) },
        { id: 'code', header: t('interest.code'), cell: (row) => row.code },
        { id: 'items', header: t('interest.items'), align: 'right', cell: (row) => number.format(row.items) },
        {
          id: 'interest',
          header: t('interest.interest'),
          align: 'right',
          cell: (row) => money(row, row.interest_minor),
        },
        { id: 'fee', header: t('interest.fee'), align: 'right', cell: (row) => money(row, row.fee_minor) },
      ]}
    />
  );
}

/** What stands on notes that are made anew and would be on none then: it is named before it falls out. */
function DroppedRows({ dropped }: { dropped: Preview['dropped'] }) {
  const { t } = useWords();
  if (dropped.length === 0) return null;
  return (
    <Section title={t('interest.dropped')}>
      <Note tone="warn">{t('interest.droppedHint')}</Note>
      <Table
        label={t('interest.dropped')}
        rows={dropped.map((row, at) => ({ ...row, at }))}
        keyOf={(row) => String(row.at)}
        columns={[
          { id: 'account', header: t('interest.account'), cell: (row) => row.account },
          { id: 'name', header: t('interest.customer'), cell: (row) => row.name },
          { id: 'document', header: t('interest.document'), cell: (row) => row.document_no },
          {
            id: 'interest',
            header: t('interest.interest'),
            align: 'right',
            cell: (row) => (
              <MoneyText money={{ minor: row.interest_minor, currency: row.currency }} showCurrency="yes" />
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Documents without interest, by reason in words. */
function Skipped({ skipped }: { skipped: Skips }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  if (skipped.length === 0) return null;
  return (
    <Section title={t('interest.skipped')}>
      <Table
        label={t('interest.skipped')}
        rows={skipped}
        keyOf={(row) => row.reason}
        columns={[
          { id: 'reason', header: t('interest.reason'), cell: (row) => t(`interest.skip.${row.reason}`) },
          {
            id: 'count',
            header: t('interest.skippedRows'),
            align: 'right',
            cell: (row) => number.format(row.count),
          },
        ]}
      />
    </Section>
  );
}

/** What a run has made, and what comes next. */
export function Made({ run }: { run: Run }) {
  const { t, locale } = useWords();
  const navigate = useNavigate();
  const [doing, setDoing] = useState<NoteDoing | null>(null);
  const day = formatDay(run.to_on, locale);
  const show = () => void navigate({ to: '/interest', search: { run: run.run_id } as never });
  const print = () => setDoing({ what: 'print', of: { runId: run.run_id, noteIds: [] }, clear: () => undefined });
  useActions(
    run.notes === 0
      ? []
      : [
          { id: 'interest.show', label: t('interest.showMade'), group: 'page', keys: 'o', run: show },
          { id: 'interest.print', label: t('interest.printTitle'), group: 'page', keys: 'f', run: print },
        ],
  );
  return (
    <>
      {run.notes === 0 ? (
        <Note>{t('interest.madeNone')}</Note>
      ) : (
        <Note tone="good">
          {t('interest.made', { count: run.notes, day })}{' '}
          {run.replaced > 0 && t('interest.madeReplaced', { count: run.replaced })}
        </Note>
      )}
      {run.notes > 0 && (
        <>
          <Totals totals={run.totals} />
          <div className={classes.folder}>
            <Button data-testid="interest-show-made" onClick={show}>
              {t('interest.showMade')}
            </Button>
            <Button variant="default" onClick={print}>
              {t('interest.print')}
            </Button>
          </div>
        </>
      )}
      <DroppedRows dropped={run.dropped} />
      <Skipped skipped={run.skipped} />
      {run.skipped.some(({ reason }) => reason !== 'no_code') && <SkippedDocuments runId={run.run_id} />}
      <NoteDrawer doing={doing} onClose={() => setDoing(null)} />
    </>
  );
}

/** Which documents a run left out, but for those without a code. */
function SkippedDocuments({ runId }: { runId: number }) {
  const { t } = useWords();
  const skips = useAsk('interest.skips', { run_id: runId });
  if (!skips.data || skips.data.rows.length === 0) return null;
  return (
    <Section title={t('interest.skippedDocuments')}>
      <Table
        label={t('interest.skippedDocuments')}
        rows={skips.data.rows}
        keyOf={(row) => `${row.account} ${row.document_no} ${row.reason}`}
        columns={[
          { id: 'account', header: t('interest.account'), cell: (row) => row.account },
          { id: 'name', header: t('interest.customer'), cell: (row) => row.name },
          { id: 'document', header: t('interest.document'), cell: (row) => row.document_no },
          { id: 'reason', header: t('interest.reason'), cell: (row) => t(`interest.skip.${row.reason as SkipReason}`) },
        ]}
      />
    </Section>
  );
}
