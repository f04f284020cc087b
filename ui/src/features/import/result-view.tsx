import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { Note } from '../../kit/states';
import classes from './import.module.css';
import { CountsCard } from './preview-view';
import { RejectedTable } from './rejected-table';
import type { Done } from './types';

/** What was imported, what was not, and where to go from here. */
export function ResultView({ done }: { done: Done }) {
  const { t, locale } = useWords();
  const navigate = useNavigate();
  return (
    <>
      <Note tone="good">
        {t('import.doneText')}
        {done.facts_to && ` ${t('import.factsTo', { day: formatDay(done.facts_to, locale) })}`}
      </Note>
      {done.batches.map((batch) => (
        <CountsCard key={batch.id} name={batch.file_name} counts={batch.counts} />
      ))}
      <div className={classes.next}>
        <Button onClick={() => void navigate({ to: '/aging' })} data-autofocus>
          {t('import.toAging')}
        </Button>
        <Button variant="default" onClick={() => void navigate({ to: '/letters/new' })}>
          {t('import.toLetters')}
        </Button>
        <Button variant="default" onClick={() => void navigate({ to: '/customers' })}>
          {t('import.toCustomers')}
        </Button>
        <Button variant="subtle" onClick={() => void navigate({ to: '/imports' })}>
          {t('import.toHistory')}
        </Button>
      </div>
      <RejectedTable rows={done.rejected} />
    </>
  );
}
