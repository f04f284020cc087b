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
import type { LettersOf, LetterTotal, Posted } from './types';

/** Letters to post: those of a run with their totals, or ticked ones. */
export type ToPost = LettersOf & { count: number; totals: readonly LetterTotal[]; postingOn: Day };

/** What posting will do, before it does it. Every letter is computed again with the day of the posting. */
export function PostForm({ what, onPosted }: { what: ToPost; onPosted: (posted: Posted) => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [day, setDay] = useState<Day>(what.postingOn);
  const post = useAct('letters.post');
  const problem = useFieldProblems(post.error);
  const job = useJobs().findLast((other) => other.command === 'letters.post' && other.state === 'running');
  return (
    <form
      className={classes.form}
      data-testid="post-letters"
      onSubmit={(event) => {
        event.preventDefault();
        post.mutate(
          { run_id: what.runId, letter_ids: [...what.letterIds], posting_on: day, folder: null },
          { onSuccess: onPosted },
        );
      }}
    >
      <FormProblem error={post.error} />
      <p>{t('letters.postText')}</p>
      {what.totals.length > 0 && <TotalsByCode totals={what.totals} />}
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
      <Button type="submit" loading={post.isPending} disabled={what.count === 0}>
        {t('letters.post', { count: what.count })}
      </Button>
    </form>
  );
}
