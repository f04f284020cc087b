import { Button } from '@mantine/core';
import { IconArrowLeft, IconFileTypePdf } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import { formatMoney } from '../../kit/format/money';
import { Page } from '../../kit/page';
import { Drawer, FactBox, Facts } from '../../kit/side';
import { Answered, Note, Problem } from '../../kit/states';
import { AdjustForm } from './adjust-form';
import { History } from './history';
import classes from './interest.module.css';
import { type Doing, NoteDrawer } from './note-drawer';
import { NotePages } from './note-pages';
import { useOpenNote } from './open-note';
import { NoteItems } from './sheet';
import { AdjustedTag, StatusTag } from './tags';
import type { Adjusted, Adjusting, Shown } from './types';

/** One interest note: what it charges and why, its pages, and what was waived, reinstated or reversed of it. */
export function InterestNotePage() {
  const { t } = useWords();
  const { note } = useParams({ strict: false }) as { note: string };
  const navigate = useNavigate();
  const found = useAsk('interest.show', { note_id: Number(note) });
  const back = () => void navigate({ to: '/interest' });
  useActions([{ id: 'interest.back', label: t('shell.page.interest'), group: 'page', keys: 'Escape', run: back }]);
  const above = (
    <Button variant="subtle" size="compact-xs" leftSection={<IconArrowLeft size={13} />} onClick={back}>
      {t('shell.page.interest')}
    </Button>
  );
  return found.data ? (
    <Loaded key={note} shown={found.data} above={above} />
  ) : (
    <Page title={t('interest.note')} above={above}>
      <Answered answer={found}>{() => null}</Answered>
    </Page>
  );
}

type Act = Doing | Adjusting;

const KEYS: Record<Act, string> = {
  print: 'f',
  post: 'p',
  cancel: 'Delete',
  waived: 'w',
  reinstated: 'r',
  reversed: 'u',
};

const LABEL = { print: 'interest.print', post: 'interest.post', cancel: 'interest.cancelNow' } as const;

/** What can be done with a note now. */
function actsOf({ note }: Shown): Act[] {
  switch (note.status) {
    case 'created':
    case 'printed':
      return ['print', 'post', 'cancel'];
    case 'posted':
      return note.side === 'earnings' ? ['print', 'waived', 'reinstated', 'reversed'] : ['print', 'reversed'];
    default:
      return [];
  }
}

function isAdjusting(act: Act | null): act is Adjusting {
  return act === 'waived' || act === 'reinstated' || act === 'reversed';
}

function Loaded({ shown, above }: { shown: Shown; above: ReactNode }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const { note } = shown;
  const [act, setAct] = useState<Act | null>(null);
  const [opened, setOpened] = useState<number | null>(
    shown.items.length === 1 ? (shown.items[0]?.item_id ?? null) : null,
  );
  const [said, setSaid] = useState<string | null>(null);
  const shut = () => setAct(null);
  const acts: Action[] = (mode === 'past' ? [] : actsOf(shown)).map((one) => ({
    id: `interest.${one}`,
    label: isAdjusting(one) ? t(`interest.act.${one}`) : t(LABEL[one]),
    group: 'page',
    keys: KEYS[one],
    run: () => setAct(one),
  }));
  const customer = () => void navigate({ to: '/customers/$account', params: { account: note.account } });
  const paper = useOpenNote();
  const hasPaper = note.status !== 'cancelled' || note.has_paper;
  const openPaper = () => paper.mutate(note.note_id);
  useActions([
    ...acts,
    ...(hasPaper
      ? [{ id: 'interest.paper', label: t('interest.openPaper'), group: 'page' as const, keys: 'd', run: openPaper }]
      : []),
    { id: 'interest.customer', label: t('interest.customer'), group: 'page', keys: 'o', run: customer },
  ]);
  const done = (kind: Adjusting) => (adjusted: Adjusted) => {
    const amount = formatMoney({ minor: adjusted.amount_minor, currency: adjusted.currency }, locale);
    setSaid(t(`interest.actDone.${kind}`, { amount, document: adjusted.document_no }));
    shut();
  };
  return (
    <Page
      title={note.note_no ? t('interest.noteNumber', { number: note.note_no }) : t('interest.note')}
      above={above}
      about={<About shown={shown} />}
      actions={[
        <Button
          key="paper"
          variant="default"
          leftSection={<IconFileTypePdf size={15} />}
          data-testid="interest-paper"
          loading={paper.isPending}
          disabled={!hasPaper}
          onClick={openPaper}
        >
          {t('interest.openPaper')}
        </Button>,
        ...acts.map((one) => (
          <Button
            key={one.id}
            variant={one.id === 'interest.post' ? 'filled' : 'default'}
            color={one.id === 'interest.cancel' ? 'red' : undefined}
            data-testid={one.id.replace('.', '-')}
            onClick={one.run}
          >
            {one.label}
          </Button>
        )),
      ]}
      aside={<NoteFacts shown={shown} />}
    >
      {said && <Note tone="good">{said}</Note>}
      {paper.error && <Problem error={paper.error} />}
      {note.cancel_reason && <Note tone="warn">{t(cancelledWords(note.cancel_reason))}</Note>}
      <NoteItems shown={shown} opened={opened} onOpen={setOpened} />
      {note.status === 'posted' && <History adjustments={shown.adjustments} currency={note.currency} />}
      <NotePages note={note} />
      <NoteDrawer
        doing={
          act === null || isAdjusting(act)
            ? null
            : { what: act, of: { runId: null, noteIds: [note.note_id] }, clear: () => undefined }
        }
        onClose={shut}
      />
      <Drawer
        title={isAdjusting(act) ? t(`interest.actTitle.${act}`) : ''}
        state={isAdjusting(act) ? 'open' : 'closed'}
        onClose={shut}
        width="wide"
      >
        {isAdjusting(act) && (
          <AdjustForm shown={shown} kind={act} itemId={preferred(shown, opened)} onDone={done(act)} />
        )}
      </Drawer>
    </Page>
  );
}

/** Of several documents the one that is looked at comes first; a note with one is adjusted as a whole. */
function preferred(shown: Shown, opened: number | null): number | null {
  return shown.items.length > 1 ? opened : null;
}

function cancelledWords(reason: string) {
  const known = (['person', 'recalculated', 'invoice_changed'] as const).find((one) => one === reason);
  return `interest.cancelledBecause.${known ?? 'person'}` as const;
}

function About({ shown: { note, open_minor } }: { shown: Shown }) {
  const { t } = useWords();
  const money = (minor: number) => <MoneyText money={{ minor, currency: note.currency }} showCurrency="yes" />;
  return (
    <span className={classes.about}>
      <StatusTag status={note.status} />
      <Link to="/customers/$account" params={{ account: note.account }}>
        {note.account} {note.name}
      </Link>
      <span>
        {t('interest.interest')} <strong>{money(note.interest_minor)}</strong>
      </span>
      {note.fee_minor !== 0 && (
        <span>
          {t('interest.fee')} <strong>{money(note.fee_minor)}</strong>
        </span>
      )}
      {note.status === 'posted' && (
        <span data-testid="interest-open">
          {t('interest.open')} <strong>{money(open_minor)}</strong>
        </span>
      )}
    </span>
  );
}

function NoteFacts({ shown }: { shown: Shown }) {
  const { t } = useWords();
  const { note } = shown;
  const money = (minor: number) => <MoneyText money={{ minor, currency: note.currency }} showCurrency="yes" />;
  return (
    <FactBox title={t('interest.facts')}>
      <Facts
        facts={[
          { name: t('interest.number'), value: note.note_no ?? t('interest.noneYet') },
          { name: t('interest.sideLabel'), value: t(`interest.side.${note.side}`) },
          { name: t('interest.code'), value: note.code },
          { name: t('interest.toOn'), value: <DayText day={note.to_on} /> },
          { name: t('interest.noteDay'), value: <DayText day={shown.note_on} /> },
          { name: t('interest.dueOn'), value: <DayText day={shown.due_on} /> },
          { name: t('interest.postedOn'), value: <DayText day={note.posted_on} /> },
          { name: t('interest.interest'), value: money(note.interest_minor) },
          ...(shown.rounding_minor === 0 ? [] : [{ name: t('interest.rounding'), value: money(shown.rounding_minor) }]),
          {
            name: t('interest.fee'),
            value: (
              <>
                {money(note.fee_minor)} <AdjustedTag word={shown.fee_adjusted} />
              </>
            ),
          },
          { name: t('interest.waived'), value: money(note.waived_minor) },
          { name: t('interest.reversed'), value: money(note.reversed_minor) },
          { name: t('interest.open'), value: money(shown.open_minor) },
        ]}
      />
    </FactBox>
  );
}
