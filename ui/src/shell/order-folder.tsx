import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useDesk } from '../data/desk';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import { useProblemWords } from '../kit/problem-words';
import classes from './shell.module.css';

/** The folder is looked at again after so long. */
const LOOK_AGAIN_MS = 5_000;
/** A folder that could not be read or written is tried again after so long. */
const TRY_AGAIN_MS = 60_000;

/**
 * Answers order files, and writes what is decided later, whatever page is open: a shop waits for the file, not for a person
 * who looks at orders. Only a failure is told; who may not bring files in watches no folder.
 */
export function OrderFolderWatch() {
  const { t } = useWords();
  const words = useProblemWords();
  const { state, mode } = useDesk();
  const folder = useAsk('orders.folder', {});
  const isWatched = folder.data?.orders != null && mode === 'today' && !state.book?.damage;
  const waiting = useAsk('orders.waiting', {}, { when: isWatched ? 'now' : 'later' });
  const answer = useAct('orders.answer');
  const { refetch } = waiting;
  const count = (waiting.data?.waiting ?? 0) + (waiting.data?.decided ?? 0);
  const { mutate, isPending, error, reset } = answer;
  const mayNot = error?.code === 'not_permitted';
  const user = state.user?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another user may have the right.
  useEffect(() => reset(), [user, reset]);
  useEffect(() => {
    if (!isWatched || mayNot) return undefined;
    const timer = setInterval(() => void refetch(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isWatched, mayNot, refetch]);
  useEffect(() => {
    if (isWatched && count > 0 && !isPending && !error) mutate({});
  }, [isWatched, count, isPending, error, mutate]);
  useEffect(() => {
    if (!error || mayNot) return undefined;
    const timer = setTimeout(reset, TRY_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [error, mayNot, reset]);
  if (!error || mayNot) return null;
  return (
    <div className={classes.notice} role="status" data-testid="order-folder-failed">
      {t('orders.folderFailed', { why: words(error).what })}{' '}
      <Button variant="subtle" size="compact-xs" onClick={reset}>
        {t('orders.answerNow')}
      </Button>
    </div>
  );
}
