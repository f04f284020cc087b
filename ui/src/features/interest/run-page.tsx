import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { JobBar } from '../../kit/job-bar';
import { Card, Page } from '../../kit/page';
import { Answered, EmptyState, Note, Problem } from '../../kit/states';
import classes from './interest.module.css';
import { Made, PreviewView } from './preview';
import { QuestionForm } from './question-form';
import type { Parameters, Question } from './types';

/** A new run: what would be charged, and what not and why; then the notes. */
export function InterestRunPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const parameters = useAsk('interest.parameters', {});
  const back = () => void navigate({ to: '/interest' });
  useActions([{ id: 'interest.back', label: t('shell.page.interest'), group: 'page', keys: 'Escape', run: back }]);
  return (
    <Page
      title={t('interest.runTitle')}
      about={t('interest.runAbout')}
      above={
        <Button variant="subtle" size="compact-xs" leftSection={<IconArrowLeft size={13} />} onClick={back}>
          {t('shell.page.interest')}
        </Button>
      }
    >
      {mode === 'past' ? (
        <EmptyState title={t('letters.pastTitle')} text={t('letters.pastText')} />
      ) : (
        <Answered answer={parameters}>{(rules) => <Run rules={rules} />}</Answered>
      )}
    </Page>
  );
}

/** The question that a run begins with: the parameters, and whatever was marked in the list that one comes from. */
function useFirstQuestion(rules: Parameters): Question {
  const { state } = useDesk();
  const marked = useSearch({ strict: false }) as { accounts?: readonly string[]; documents?: readonly number[] };
  return {
    from_on: null,
    to_on: state.today,
    kinds: rules.kinds,
    reach: rules.reach,
    round_off_minor: rules.round_off_minor === 0 ? null : rules.round_off_minor,
    profile_from: 'account',
    profile: null,
    accounts: [...(marked.accounts ?? [])].map(String),
    groups: [],
    transaction_ids: [...(marked.documents ?? [])],
  };
}

function Run({ rules }: { rules: Parameters }) {
  const { t } = useWords();
  const [question, setQuestion] = useState<Question>(useFirstQuestion(rules));
  const [asked, setAsked] = useState<Question | null>(null);
  const preview = useAsk('interest.preview', asked ?? question, { when: asked === null ? 'later' : 'now' });
  const create = useAct('interest.create');
  const job = useJobs().findLast((other) => other.command.startsWith('interest.') && other.state === 'running');
  const count = preview.data?.totals.reduce((sum, total) => sum + total.notes, 0) ?? 0;
  const changed = asked !== null && asked !== question;
  const ready = asked !== null && !changed && count > 0 && !create.data && !preview.isFetching;
  const set = (change: Partial<Question>) => {
    create.reset();
    setQuestion({ ...question, ...change });
  };
  // The same question again is asked again: something else may have changed since.
  const calculate = () => {
    create.reset();
    if (asked === question) void preview.refetch();
    setAsked(question);
  };
  const make = () => ready && create.mutate(question);
  useActions([
    { id: 'interest.calculate', label: t('interest.calculate'), group: 'page', keys: 'mod+Enter', run: calculate },
    { id: 'interest.create', label: t('interest.create', { count }), group: 'page', keys: 'mod+s', run: make },
  ]);
  return (
    <>
      <Card>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            calculate();
          }}
        >
          <QuestionForm question={question} onChange={set} />
          <div className={classes.questionActs}>
            <Button
              type="submit"
              variant={ready ? 'default' : 'filled'}
              loading={preview.isFetching}
              data-testid="interest-calculate"
            >
              {t('interest.calculate')}
            </Button>
            <Button
              variant={ready ? 'filled' : 'default'}
              disabled={!ready}
              loading={create.isPending}
              data-testid="interest-create"
              onClick={make}
            >
              {t('interest.create', { count })}
            </Button>
            {asked === null && <span className={classes.quiet}>{t('interest.calculateFirst')}</span>}
            {changed && <span className={classes.quiet}>{t('interest.changedSince')}</span>}
          </div>
        </form>
      </Card>
      {job && <JobBar job={job} />}
      {create.error && <Problem error={create.error} />}
      {create.data ? (
        <Made run={create.data} />
      ) : preview.error ? (
        <Problem error={preview.error} onRetry={calculate} />
      ) : (
        preview.data && !changed && <PreviewView preview={preview.data} count={count} />
      )}
      {question.kinds.includes('interest') && <Note tone="warn">{t('interest.onInterest')}</Note>}
    </>
  );
}
