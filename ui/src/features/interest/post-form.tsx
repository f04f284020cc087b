import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import { type Day, formatDay } from '../../kit/format/day';
import { JobBar } from '../../kit/job-bar';
import { PostedJournal } from '../../kit/posted-entries';
import { Answered, Note, Problem } from '../../kit/states';
import { Totals } from './totals';
import type { Notes, Parameters } from './types';

type PostFormProps = { of: Notes; onDone: () => void };

/** Notes become claims on the accounts of their customers; the lines of the journal are shown before that. */
export function PostForm(props: PostFormProps) {
  const parameters = useAsk('interest.parameters', {});
  return <Answered answer={parameters}>{(rules) => <Form {...props} rules={rules} />}</Answered>;
}

function Form({ of, onDone, rules }: PostFormProps & { rules: Parameters }) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const [day, setDay] = useState<Day>(state.today);
  const [each, setEach] = useState<'each' | 'together'>(rules.one_per_note ? 'each' : 'together');
  const post = useAct('interest.post');
  const asked = { run_id: of.runId, note_ids: of.noteIds, posting_on: day, one_per_note: each === 'each' };
  const preview = useAsk('interest.post_preview', asked, { when: post.data || post.isPending ? 'later' : 'now' });
  const job = useJobs().findLast((other) => other.command === 'interest.post' && other.state === 'running');
  if (post.data) {
    const { notes, posting_on, totals } = post.data;
    return (
      <>
        <Note tone="good">{t('interest.posted', { count: notes, day: formatDay(posting_on, locale) })}</Note>
        <Totals totals={totals} />
        <div>
          <Button data-autofocus onClick={onDone}>
            {t('interest.done')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        post.mutate(asked);
      }}
    >
      <p>{of.runId === null ? t('interest.postText', { count: of.noteIds.length }) : t('interest.postRun')}</p>
      <Fields columns={1}>
        <DayField
          label={t('interest.postingOn')}
          value={day}
          today={state.today}
          max={state.today}
          focus="first"
          onChange={(next) => next && setDay(next)}
        />
        <Checkbox
          label={t('interest.onePerNote')}
          description={t('interest.onePerNoteHint')}
          checked={each === 'each'}
          onChange={(event) => setEach(event.currentTarget.checked ? 'each' : 'together')}
        />
      </Fields>
      {preview.error ? (
        <Problem error={preview.error} />
      ) : (
        <Answered answer={preview}>
          {(shown) => (
            <>
              <Totals totals={shown.totals} />
              <PostedJournal journal={shown.journal} />
            </>
          )}
        </Answered>
      )}
      {job && <JobBar job={job} />}
      <FormActs>
        <Button
          type="submit"
          data-testid="interest-post"
          loading={post.isPending}
          disabled={!preview.data || preview.isError}
        >
          {t('interest.postNow')}
        </Button>
      </FormActs>
      {post.error && <Problem error={post.error} />}
    </form>
  );
}
