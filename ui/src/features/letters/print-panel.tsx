import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Answered, Note, Problem } from '../../kit/states';
import { ExportedNote, SparedLetters } from './exported-note';
import { PrintJobForm } from './print-job';
import type { Job, LettersOf } from './types';

/** Letters on paper with options: what would go, what stays and why, and the files once they are written. */
export function PrintPanel({ of }: { of: LettersOf }) {
  const { t } = useWords();
  const folder = useAct('dialog.folder');
  const write = useAct('letters.export');
  const plan = useAsk('letters.export_plan', { run_id: of.runId, letter_ids: [...of.letterIds] });
  const start = async (job: Job) => {
    const { path } = await folder.mutateAsync({});
    if (path === null) return;
    await write.mutateAsync({ run_id: of.runId, letter_ids: [...of.letterIds], folder: path, ...job });
  };
  const error = folder.error ?? write.error;
  if (write.data) {
    const last = write.variables;
    return (
      <>
        {error && <Problem error={error} />}
        <ExportedNote done={write.data} onAgain={() => last && write.mutate({ ...last, which: 'all' })} />
      </>
    );
  }
  return (
    <>
      {error && <Problem error={error} />}
      <Answered answer={plan}>
        {(data) => (
          <>
            <Note>
              {[
                t('letters.planNew', { count: data.new }),
                ...(data.printed_before > 0 ? [t('letters.printedBefore', { count: data.printed_before })] : []),
              ].join(' ')}
            </Note>
            <SparedLetters spared={data.spared} count={data.spared_count} />
            <PrintJobForm
              running={write.isPending}
              plan={data}
              onWrite={(job) => void start(job).catch(() => undefined)}
            />
          </>
        )}
      </Answered>
    </>
  );
}
