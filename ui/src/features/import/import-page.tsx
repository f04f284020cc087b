import { Button } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { JobBar } from '../../kit/job-bar';
import { Card, Page } from '../../kit/page';
import { EmptyState, Note, Problem } from '../../kit/states';
import { Steps } from '../../kit/steps';
import { BankPreview } from './bank-view';
import { CheckFiles } from './check-files';
import { ChooseFiles } from './choose-files';
import { CopiesFollow } from './copies-view';
import { OfferedDisputes } from './offered-disputes';
import { PreviewView } from './preview-view';
import { ResultView } from './result-view';
import type { Preview } from './types';
import { type Drop, filesOf, type Step, useDrop } from './use-drop';
import { WaitingFiles } from './waiting-files';

const STEPS: readonly Step[] = ['choose', 'check', 'preview', 'done'];

/** A file becomes facts: choose, check how it is read, see what it would change, import. */
export function ImportPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  if (mode === 'past') {
    return (
      <Page title={t('shell.page.import')}>
        <EmptyState title={t('import.pastTitle')} text={t('import.pastText')} />
      </Page>
    );
  }
  return <Wizard />;
}

function Wizard() {
  const { t } = useWords();
  const drop = useDrop();
  const [unread, setUnread] = useState<ReadonlySet<string>>(new Set());
  const report = useCallback(
    (id: string, ready: 'ready' | 'open') =>
      setUnread((before) => {
        if (before.has(id) === (ready === 'open')) return before;
        const next = new Set(before);
        if (ready === 'ready') next.delete(id);
        else next.add(id);
        return next;
      }),
    [],
  );
  const startOver = () => {
    setUnread(new Set());
    drop.startOver();
  };
  const { step, files, errors } = drop;
  return (
    <Page
      title={t('shell.page.import')}
      about={<Steps steps={STEPS.map((id) => ({ id, label: t(`import.step.${id}`) }))} current={step} />}
      actions={<StepActs drop={drop} state={stateOf(drop, unread)} onAgain={startOver} />}
    >
      {errors.choose && step === 'choose' && <Problem error={errors.choose} />}
      {errors.look && step === 'check' && <Problem error={errors.look} />}
      {errors.write && step === 'preview' && <Problem error={errors.write} />}
      {step === 'preview' && hasResults(drop.results) && drop.state === 'idle' && (
        <Note tone="warn">{t('import.partly')}</Note>
      )}
      {drop.state === 'busy' && <Working />}
      {step === 'choose' && (
        <>
          <ChooseFiles onFiles={drop.take} />
          <WaitingFiles onFiles={drop.take} />
        </>
      )}
      {step === 'check' && <CheckFiles files={files} onSettle={drop.settle} onReport={report} />}
      {step === 'preview' && <Previewed drop={drop} />}
      {step === 'done' && <ResultView results={drop.results} />}
    </Page>
  );
}

function Previewed({ drop }: { drop: Drop }) {
  const { t } = useWords();
  const { previews, files } = drop;
  const { tables, invoices, bank } = previews;
  return (
    <>
      {tables?.disputed && (
        <OfferedDisputes offered={tables.disputed} reason={drop.disputeReason} onReason={drop.setDisputeReason} />
      )}
      {tables && <PreviewView preview={tables} files={filesOf(files, 'table')} />}
      {invoices && (
        <PreviewView title={t('import.eInvoices')} preview={invoices} files={filesOf(files, 'e_invoices')} />
      )}
      {bank.map((read) => (
        <BankPreview key={read.files.map(({ file }) => file).join()} read={read} />
      ))}
      <CopiesFollow files={filesOf(files, 'copies')} />
    </>
  );
}

/** Whether a part of the drop is written already, because a later one was refused. */
function hasResults({ tables, invoices, copies, bank }: Drop['results']): boolean {
  return tables !== null || invoices !== null || copies.length > 0 || bank.length > 0;
}

type WizardState = 'busy' | 'open' | 'nothing' | 'ready';

function stateOf(drop: Drop, unread: ReadonlySet<string>): WizardState {
  if (drop.state === 'busy') return 'busy';
  const usable = drop.files.filter((file) => file.sorted_as !== 'unknown');
  if (usable.length === 0) return 'nothing';
  return usable.some((file) => unread.has(file.id)) ? 'open' : 'ready';
}

function changesNothing({ previews, files, disputeReason }: Drop): boolean {
  const same = (preview: Preview) =>
    preview.counts.every((count) => count.new === 0 && count.changed === 0 && (count.disappeared ?? 0) === 0);
  return (
    disputeReason === null &&
    filesOf(files, 'copies').length === 0 &&
    (previews.tables === null || same(previews.tables)) &&
    (previews.invoices === null || same(previews.invoices)) &&
    previews.bank.every((read) => read.lines_new === 0)
  );
}

/** The import's own progress on the page; the top bar shows it everywhere else. */
function Working() {
  const job = useJobs().findLast(
    (other) => /^(import|einvoices|bank|copies)\./.test(other.command) && other.state === 'running',
  );
  if (!job) return null;
  return (
    <Card>
      <JobBar job={job} />
    </Card>
  );
}

type StepActsProps = { drop: Drop; state: WizardState; onAgain: () => void };

function StepActs({ drop, state, onAgain }: StepActsProps) {
  const { t } = useWords();
  const { step } = drop;
  const busy = state === 'busy';
  const forward = step === 'check' ? drop.look : drop.write;
  const label = t(step === 'check' ? 'import.toPreview' : changesNothing(drop) ? 'import.runNothing' : 'import.run');
  const back = () => drop.setStep(step === 'preview' ? 'check' : 'choose');
  const blocked = busy || (step === 'check' && state !== 'ready');
  const actions: Action[] = [];
  if (step === 'done') actions.push({ id: 'import.again', label: t('import.again'), group: 'page', run: onAgain });
  if ((step === 'check' || step === 'preview') && !busy) {
    actions.push({ id: 'import.back', label: t('kit.back'), group: 'page', keys: 'Escape', run: back });
    if (!blocked) actions.push({ id: 'import.forward', label, group: 'page', keys: 'mod+Enter', run: forward });
  }
  useActions(actions);
  if (step === 'choose') return null;
  if (step === 'done') {
    return (
      <Button variant="default" onClick={onAgain}>
        {t('import.again')}
      </Button>
    );
  }
  return (
    <>
      <Button variant="default" leftSection={<IconArrowLeft size={14} />} disabled={busy} onClick={back}>
        {t('kit.back')}
      </Button>
      <Button
        rightSection={step === 'check' ? <IconArrowRight size={14} /> : undefined}
        loading={busy}
        disabled={blocked && !busy}
        onClick={forward}
      >
        {label}
      </Button>
    </>
  );
}
