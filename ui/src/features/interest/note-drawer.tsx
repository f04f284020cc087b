import { useWords } from '../../i18n';
import { Drawer } from '../../kit/side';
import { CancelForm } from './cancel-form';
import { PostForm } from './post-form';
import { PrintForm } from './print-form';
import type { Notes } from './types';

export type Doing = 'print' | 'post' | 'cancel';
export type NoteDoing = { what: Doing; of: Notes; clear: () => void };

const TITLE = { print: 'interest.printTitle', post: 'interest.postTitle', cancel: 'interest.cancel' } as const;

/** The drawer of what is done with notes; it stays open until what came of it was read. */
export function NoteDrawer({ doing, onClose }: { doing: NoteDoing | null; onClose: () => void }) {
  const { t } = useWords();
  const done = () => {
    doing?.clear();
    onClose();
  };
  return (
    <Drawer title={doing ? t(TITLE[doing.what]) : ''} state={doing ? 'open' : 'closed'} onClose={onClose} width="wide">
      {doing?.what === 'print' && <PrintForm of={doing.of} onDone={done} />}
      {doing?.what === 'post' && <PostForm of={doing.of} onDone={done} />}
      {doing?.what === 'cancel' && <CancelForm of={doing.of} onDone={done} />}
    </Drawer>
  );
}
