import { Button, Textarea } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { formatDay, formatInstant } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Facts } from '../../kit/side';
import { Answered, Loading, Note, Problem } from '../../kit/states';
import classes from './import.module.css';
import { CountsCard } from './preview-view';
import { RejectedTable } from './rejected-table';
import { SaveRejected } from './save-rejected';
import { useSourceName } from './source-line';
import { Standing, TakenBack } from './standing';
import type { Batch, ImportAct } from './types';

/** One import: its files with their counts and rejected rows, and its undo. */
export function HistoryEntry({ act }: { act: ImportAct }) {
  const { t, locale } = useWords();
  return (
    <div className={classes.reading}>
      {act.undone_at !== null && (
        <Note>{t('imports.undoneBy', { user: act.undone_by ?? '', at: formatInstant(act.undone_at, locale) })}</Note>
      )}
      <Facts
        facts={[
          { name: t('import.at'), value: formatInstant(act.at, locale) },
          { name: t('import.by'), value: act.user },
        ]}
      />
      {act.batches.map((batch) => (
        <BatchFacts key={batch.id} batch={batch} />
      ))}
      {act.undone_at === null && <Undo act={act} />}
    </div>
  );
}

function BatchFacts({ batch }: { batch: Batch }) {
  const { t, locale } = useWords();
  const sourceName = useSourceName();
  const rejections = useAsk(
    'import.rejections',
    { batch_id: batch.id },
    { when: batch.counts.rejected > 0 ? 'now' : 'later' },
  );
  const asOf = batch.as_of === null ? '' : formatDay(batch.as_of, locale);
  return (
    <>
      <CountsCard name={batch.file_name} counts={batch.counts} wholeList={batch.whole_list} />
      <p className={classes.summary}>
        {sourceName(batch.source)}
        {batch.whole_list && ` · ${t('imports.wholeList', { day: asOf })}`}
      </p>
      {batch.counts.rejected > 0 && (
        <Answered answer={rejections}>
          {({ rows }) => (
            <>
              <SaveRejected batches={[batch]} />
              <RejectedTable rows={rows.slice(0, FIRST_ROWS)} total={rows.length} />
            </>
          )}
        </Answered>
      )}
    </>
  );
}

/** More rows than these are read in the file that they can be saved as. */
const FIRST_ROWS = 200;

/** Undo of an import: first what it would take back and what stands on it, then a reason, then the act. */
function Undo({ act }: { act: ImportAct }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [panel, setPanel] = useState<'closed' | 'open'>('closed');
  const batch = act.batches[0];
  if (!batch) return null;
  if (mode === 'past') return null;
  if (act.batches.some(({ kind }) => kind === 'bank')) return <UndoBank batches={act.batches} />;
  if (panel === 'open') return <UndoForm batchId={batch.id} onClose={() => setPanel('closed')} />;
  return (
    <div>
      <Button variant="default" leftSection={<IconArrowBackUp size={14} />} onClick={() => setPanel('open')}>
        {t('imports.undo')}
      </Button>
    </div>
  );
}

function UndoForm({ batchId, onClose }: { batchId: number; onClose: () => void }) {
  const { t } = useWords();
  const check = useAsk('import.undo_check', { batch_id: batchId });
  const undo = useAct('import.undo');
  const [reason, setReason] = useState('');
  const standing = check.data?.standing ?? [];
  return (
    <Section title={t('imports.undo')}>
      {check.error ? (
        <Problem error={check.error} onRetry={() => void check.refetch()} />
      ) : check.data === undefined ? (
        <Loading what={t('imports.undoChecking')} />
      ) : (
        <>
          {standing.length > 0 ? <Standing standing={standing} /> : <TakenBack counts={check.data.counts} />}
          {undo.error && <Problem error={undo.error} />}
          {standing.length === 0 && (
            <Textarea
              label={t('imports.reason')}
              description={t('imports.reasonHint')}
              value={reason}
              rows={2}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </>
      )}
      <div className={classes.next}>
        <Button variant="default" onClick={onClose}>
          {t('kit.cancel')}
        </Button>
        {check.data && standing.length === 0 && (
          <Button
            color="red"
            loading={undo.isPending}
            onClick={() => undo.mutate({ batch_id: batchId, ...(reason.trim() ? { reason: reason.trim() } : {}) })}
          >
            {t('imports.undoNow')}
          </Button>
        )}
      </div>
    </Section>
  );
}

/** Bank files are taken back one by one; the book refuses it where a payment stands on a line, and says which. */
function UndoBank({ batches }: { batches: readonly Batch[] }) {
  const { t } = useWords();
  const undo = useAct('bank.undo_import');
  const [reason, setReason] = useState('');
  return (
    <Section title={t('imports.undo')}>
      <Note>{t('imports.undoBank')}</Note>
      {undo.error && <Problem error={undo.error} />}
      <Textarea
        label={t('imports.reason')}
        description={t('imports.reasonHint')}
        value={reason}
        rows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.next}>
        {batches.map((batch) => (
          <Button
            key={batch.id}
            variant="default"
            leftSection={<IconArrowBackUp size={14} />}
            disabled={batch.undone_at !== null}
            loading={undo.isPending && undo.variables.batch_id === batch.id}
            onClick={() => undo.mutate({ batch_id: batch.id, reason: reason.trim() })}
          >
            {t('imports.undoFile', { file: batch.file_name })}
          </Button>
        ))}
      </div>
    </Section>
  );
}
