import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DataGrid, type Picked } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { EmptyState, Problem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { noteColumns, noteTotals } from './note-columns';
import { type Doing, type NoteDoing, NoteDrawer } from './note-drawer';
import { useOpenNote } from './open-note';
import { type NoteRow, STATUSES, type Status } from './types';

type Which = 'all' | Status;

/** Every interest note, or those of a customer or a run; marked ones are printed, posted and cancelled together. */
export function InterestNotesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const { account, run } = useSearch({ strict: false }) as { account?: string | number; run?: number };
  const of = account === undefined ? null : String(account);
  const create = () => void navigate({ to: '/interest/new', search: (of === null ? {} : { accounts: [of] }) as never });
  const label = of === null ? t('interest.new') : t('interest.calculateFor');
  useActions(mode === 'today' ? [{ id: 'interest.new', label, group: 'page', keys: 'n', run: create }] : []);
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={create}>
      {label}
    </Button>
  );
  const only = of !== null || run !== undefined;
  return (
    <Page
      layout="fill"
      title={t('shell.page.interest')}
      about={of !== null ? t('interest.aboutOne', { account: of }) : t(run ? 'interest.aboutRun' : 'interest.about')}
      actions={
        <>
          {only && (
            <Button variant="default" onClick={() => void navigate({ to: '/interest' })}>
              {t('interest.showAll')}
            </Button>
          )}
          {button}
        </>
      }
    >
      <NotesList key={`${of} ${run}`} account={of} runId={run ?? null} first={button} />
    </Page>
  );
}

type NotesListProps = { account: string | null; runId: number | null; first: React.ReactNode };

function NotesList({ account, runId, first }: NotesListProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [which, setWhich] = useState<Which>('all');
  const [doing, setDoing] = useState<NoteDoing | null>(null);
  const paper = useOpenNote();
  const listing = useListing('interest.notes', 'interest.page', {
    run_id: runId,
    account,
    status: which === 'all' ? [] : [which],
  });
  const columns = useMemo(() => noteColumns(t), [t]);
  const totals = useCallback((open: ResponseOf<'interest.notes'>) => noteTotals(open, t), [t]);
  return (
    <>
      <SegmentedControl
        aria-label={t('interest.show')}
        data-testid="interest-which"
        value={which}
        onChange={(value) => setWhich(value as Which)}
        data={(['all', ...STATUSES] as const).map((value) => ({ value, label: t(`interest.which.${value}`) }))}
      />
      <DataGrid
        id="interest"
        label={t('shell.page.interest')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.note_id}
        totalsOf={totals}
        onOpen={(row) => void navigate({ to: '/interest-notes/$note', params: { note: String(row.note_id) } })}
        exportFrom="interest.list_export"
        acts={
          mode === 'past'
            ? undefined
            : (picked) => <MarkedActs picked={picked} onStart={setDoing} onPaper={paper.mutate} />
        }
        empty={<EmptyState title={t('interest.emptyTitle')} text={t('interest.emptyText')} action={first} />}
      />
      {paper.error && <Problem error={paper.error} />}
      <NoteDrawer doing={doing} onClose={() => setDoing(null)} />
    </>
  );
}

type MarkedActsProps = {
  picked: Picked<NoteRow>;
  onStart: (doing: NoteDoing) => void;
  onPaper: (noteId: number) => void;
};

/** What can be done with marked notes: each act has its button, its key and its line in the palette. */
function MarkedActs({ picked, onStart, onPaper }: MarkedActsProps) {
  const { t } = useWords();
  const start = (what: Doing) => () =>
    void picked.rows().then((rows) =>
      onStart({
        what,
        of: { runId: null, noteIds: rows.map((row) => row.note_id) },
        clear: picked.clear,
      }),
    );
  // Several papers at once are a print file.
  const open = () => void picked.rows().then(([first]) => first && onPaper(first.note_id));
  useActions([
    ...(picked.count === 1
      ? [{ id: 'interest.paper', label: t('interest.openPaper'), group: 'page' as const, keys: 'd', run: open }]
      : []),
    { id: 'interest.print', label: t('interest.printTitle'), group: 'page', keys: 'f', run: start('print') },
    { id: 'interest.post', label: t('interest.postTitle'), group: 'page', keys: 'p', run: start('post') },
    { id: 'interest.cancel', label: t('interest.cancel'), group: 'page', keys: 'Delete', run: start('cancel') },
  ]);
  return (
    <>
      {picked.count === 1 && (
        <Button variant="default" data-testid="interest-paper" onClick={open}>
          {t('interest.openPaper')}
        </Button>
      )}
      <Button variant="default" onClick={start('print')}>
        {t('interest.print')}
      </Button>
      <Button onClick={start('post')}>{t('interest.post')}</Button>
      <Button variant="default" color="red" onClick={start('cancel')}>
        {t('interest.cancel')}
      </Button>
    </>
  );
}
