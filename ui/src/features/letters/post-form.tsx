import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import type { Day } from '../../kit/format/day';
import { JobBar } from '../../kit/job-bar';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import classes from './letters.module.css';
import { TotalsByCode } from './totals-by-code';
import type { LetterRun, Posted } from './types';

/** What posting will do, before it does it. Every letter is computed again with the day of the posting. */
export function PostForm({ run, onPosted }: { run: LetterRun; onPosted: (posted: Posted) => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [day, setDay] = useState<Day>(run.default_posting_on);
  const post = useAct('letters.post');
  const problem = useFieldProblems(post.error);
  const job = useJobs().findLast((other) => other.command === 'letters.post' && other.state === 'running');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        post.mutate({ run_id: run.run_id, letter_ids: [], posting_on: day, folder: null }, { onSuccess: onPosted });
      }}
    >
      <FormProblem error={post.error} />
      <p>{t('letters.postText')}</p>
      <TotalsByCode totals={run.totals} />
      <DayField
        label={t('letters.postingOn')}
        description={t('letters.postingOnHint')}
        value={day}
        today={state.today}
        error={problem('posting_on')}
        onChange={(next) => next && setDay(next)}
      />
      <Note>{t('letters.postAgain')}</Note>
      {job && <JobBar job={job} />}
      <Button type="submit" loading={post.isPending}>
        {t('letters.post', { count: run.counts.created })}
      </Button>
    </form>
  );
}
