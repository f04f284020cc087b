import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { refresh } from '../data/client';
import { useDesk } from '../data/desk';
import { send } from '../data/use-command';
import { useWords } from '../i18n';
import classes from './shell.module.css';

/** The first look waits a minute: the window belongs to the person first. */
const FIRST_LOOK_MS = 60_000;
const EVERY_MS = 3_600_000;

/**
 * Runs what is due, at program start and every hour while the window is open. Jobs are sent one by one, so that what a
 * person does gets in between; the running work shows in the bar as any other. Only a failure is told.
 */
export function Nightly() {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [failed, setFailed] = useState<'yes' | 'no'>('no');
  const may = mode === 'today' && !state.book?.damage;
  useEffect(() => {
    if (!may) return;
    let stopped = false;
    const look = async () => {
      const { ok: due } = await send('nightly.due', {});
      if (!due.automatic) return;
      for (const { job } of due.jobs.filter((other) => other.due)) {
        if (stopped) return;
        const { ok: done, tags } = await send('nightly.run', { jobs: [job] });
        await refresh(client, tags);
        const [run] = done.runs;
        if (run?.state === 'failed') setFailed('yes');
        // Somebody stopped it: the rest waits for the next hour.
        if (run?.state === 'cancelled') return;
      }
    };
    // Who may not run tasks, and a book that was closed meanwhile, are no news.
    const quietly = () => void look().catch(() => undefined);
    const first = setTimeout(quietly, FIRST_LOOK_MS);
    const hourly = setInterval(quietly, EVERY_MS);
    return () => {
      stopped = true;
      clearTimeout(first);
      clearInterval(hourly);
    };
  }, [client, may]);
  if (failed === 'no') return null;
  return (
    <div className={classes.notice} role="status">
      {t('tasks.failedNotice')}{' '}
      <Button
        variant="subtle"
        size="compact-xs"
        onClick={() => {
          setFailed('no');
          void navigate({ to: '/tasks' });
        }}
      >
        {t('tasks.look')}
      </Button>
    </div>
  );
}
