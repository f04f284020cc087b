import { Button } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useAct } from '../data/use-command';
import { useWords } from '../i18n';
import type { RefusedError } from '../wire';
import { useProblemWords } from './problem-words';

/** A refusal of a damaged book that knows a good backup offers it. */
export function RecoverOffer({ error }: { error: RefusedError }) {
  const { backup, path } = error.args;
  if (typeof backup !== 'string') return null;
  return <RecoverButton backup={backup} book={typeof path === 'string' ? path : backup} />;
}

/** Opens a backup as a new book at a place that the person chooses; the damaged book stays as it is. */
export function RecoverButton(props: { backup: string; book: string; label?: string }) {
  const { backup, book, label } = props;
  const { t } = useWords();
  const words = useProblemWords();
  const saver = useAct('dialog.save');
  const recover = useAct('book.recover');
  const name =
    book
      .split(/[\\/]/)
      .pop()
      ?.replace(/\.duebook$/, '') ?? '';
  const start = async () => {
    const suggested = `${t('book.recoveredName', { name })}.duebook`;
    const { path } = await saver.mutateAsync({ purpose: 'book', suggested });
    if (path !== null) await recover.mutateAsync({ path: null, backup, to: path, anyway: false });
  };
  const error = saver.error ?? recover.error;
  const refused = error && words(error);
  return (
    <div>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconRestore size={15} />}
        loading={recover.isPending}
        onClick={() => void start().catch(() => undefined)}
      >
        {label ?? t('book.recoverNewest')}
      </Button>
      {refused && <p role="alert">{`${refused.what} ${refused.remedy}`}</p>}
    </div>
  );
}
