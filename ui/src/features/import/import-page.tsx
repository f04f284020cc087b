import { Button } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import type { Day } from '../../kit/format/day';
import { JobBar } from '../../kit/job-bar';
import { Card, Page } from '../../kit/page';
import { EmptyState, Problem } from '../../kit/states';
import { Steps } from '../../kit/steps';
import { CheckFiles } from './check-files';
import { ChooseFiles } from './choose-files';
import { PreviewView } from './preview-view';
import { ResultView } from './result-view';
import type { Done, FileInHand, Preview } from './types';

type Step = 'choose' | 'check' | 'preview' | 'done';

const STEPS: readonly Step[] = ['choose', 'check', 'preview', 'done'];

/** A file becomes facts: choose, check how it is read, see what it would change, import. */
export function ImportPage() {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const [step, setStep] = useState<Step>('choose');
  const [files, setFiles] = useState<readonly FileInHand[]>([]);
  const [unread, setUnread] = useState<ReadonlySet<string>>(new Set());
  const [openOn, setOpenOn] = useState<Day>(state.today);
  const preview = useAct('import.preview');
  const run = useAct('import.run');
  const client = useQueryClient();

  const take = (paths: readonly string[]) => {
    setFiles(paths.map((path) => ({ path, options: null })));
    setUnread(new Set(paths));
    setStep('check');
  };
  const startOver = () => {
    preview.reset();
    run.reset();
    setFiles([]);
    setStep('choose');
  };
  const look = () => preview.mutate({ files: [...files], as_of: openOn }, { onSuccess: () => setStep('preview') });
  const write = () =>
    run.mutate(
      { files: [...files], as_of: openOn },
      {
        onSuccess: async () => {
          setStep('done');
          await client.invalidateQueries({ queryKey: ['desk.state'] });
        },
      },
    );
  if (mode === 'past') {
    return (
      <Page title={t('shell.page.import')}>
        <EmptyState title={t('import.pastTitle')} text={t('import.pastText')} />
      </Page>
    );
  }
  const busy = preview.isPending || run.isPending;
  return (
    <Page
      title={t('shell.page.import')}
      about={<Steps steps={STEPS.map((id) => ({ id, label: t(`import.step.${id}`) }))} current={step} />}
      actions={
        <StepActs
          step={step}
          state={busy ? 'busy' : unread.size > 0 ? 'open' : 'ready'}
          onBack={() => setStep(step === 'preview' ? 'check' : 'choose')}
          onPreview={look}
          onRun={write}
          onAgain={startOver}
          nothingNew={preview.data ? changesNothing(preview.data) : false}
        />
      }
    >
      {preview.error && step === 'check' && <Problem error={preview.error} />}
      {run.error && step === 'preview' && <Problem error={run.error} />}
      {busy && <Working />}
      {step === 'choose' && <ChooseFiles onFiles={take} />}
      {step === 'check' && (
        <CheckFiles files={files} onChange={setFiles} onUnread={setUnread} openOn={openOn} onOpenOn={setOpenOn} />
      )}
      {step === 'preview' && preview.data && <PreviewView preview={preview.data} files={files} />}
      {step === 'done' && run.data && <ResultView done={run.data as Done} />}
    </Page>
  );
}

function changesNothing(preview: Preview): boolean {
  return preview.counts.every((count) => count.new === 0 && count.changed === 0);
}

/** The import's own progress on the page; the top bar shows it everywhere else. */
function Working() {
  const job = useJobs().findLast((other) => other.command.startsWith('import.') && other.state === 'running');
  if (!job) return null;
  return (
    <Card>
      <JobBar job={job} />
    </Card>
  );
}

type StepActsProps = {
  step: Step;
  state: 'busy' | 'open' | 'ready';
  nothingNew: boolean;
  onBack: () => void;
  onPreview: () => void;
  onRun: () => void;
  onAgain: () => void;
};

function StepActs({ step, state, nothingNew, onBack, onPreview, onRun, onAgain }: StepActsProps) {
  const { t } = useWords();
  if (step === 'choose') return null;
  if (step === 'done')
    return (
      <Button variant="default" onClick={onAgain}>
        {t('import.again')}
      </Button>
    );
  return (
    <>
      <Button variant="default" leftSection={<IconArrowLeft size={14} />} disabled={state === 'busy'} onClick={onBack}>
        {t('kit.back')}
      </Button>
      {step === 'check' ? (
        <Button
          rightSection={<IconArrowRight size={14} />}
          loading={state === 'busy'}
          disabled={state === 'open'}
          onClick={onPreview}
        >
          {t('import.toPreview')}
        </Button>
      ) : (
        <Button loading={state === 'busy'} onClick={onRun}>
          {t(nothingNew ? 'import.runNothing' : 'import.run')}
        </Button>
      )}
    </>
  );
}
