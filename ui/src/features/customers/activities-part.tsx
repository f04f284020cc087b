import { Autocomplete, Button, SegmentedControl, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type RefObject, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useDraft } from '../../data/draft';
import { useListing } from '../../data/listing';
import { useStored } from '../../data/stored';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { type Activity, useActivityColumns } from '../../kit/activity';
import { ActivityForm } from '../../kit/activity-form';
import { DayField } from '../../kit/fields/day-field';
import type { Day } from '../../kit/format/day';
import { DataGrid } from '../../kit/grid/data-grid';
import { useFieldProblems } from '../../kit/problem-words';
import { Drawer } from '../../kit/side';
import { EmptyState, FormProblem, Note } from '../../kit/states';
import classes from './cases-part.module.css';

type ActivitiesPartProps = {
  account: string;
  caseId: number | null;
  noteField: RefObject<HTMLTextAreaElement | null>;
};

/** In a window of this height both lists have room; in a lower one the transactions come first. */
const ROOM = '(min-height: 940px)';

/** The activities below the transactions, and above them the one line in which a call is noted. */
export function ActivitiesPart({ account, caseId, noteField }: ActivitiesPartProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [show, setShow] = useState<'open' | 'all'>('all');
  const [madeIn, setMadeIn] = useState<'everywhere' | 'collections'>('everywhere');
  const [opened, setOpened] = useState<Activity | 'new' | null>(null);
  const columns = useActivityColumns('customer');
  const listing = useListing('activities.list', 'activities.page', {
    show,
    of: 'everybody',
    made_in: madeIn,
    responsible: null,
    account,
    case_id: caseId,
  });
  const shut = () => setOpened(null);
  const room = useMediaQuery(ROOM, true);
  const [fold, setFold] = useStored<'by_room' | 'open' | 'folded'>('customer.activities', 'by_room');
  const unfolded = fold === 'open' || (fold === 'by_room' && room);
  useActions(
    mode === 'today'
      ? [{ id: 'customer.activity', label: t('activities.new'), group: 'page', keys: 'n', run: () => setOpened('new') }]
      : [],
  );
  // Once the rows are there, the list takes this key itself.
  useActions(
    unfolded
      ? []
      : [{ id: 'customer.rows', label: t('activities.unfold'), group: 'page', keys: 'i', run: () => setFold('open') }],
  );
  return (
    <section className={`${classes.activities} ${unfolded ? classes.unfolded : ''}`} aria-label={t('cases.activities')}>
      <div className={classes.note}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={unfolded}
          title={t(unfolded ? 'activities.fold' : 'activities.unfold')}
          data-testid="fold-activities"
          onClick={() => setFold(unfolded ? 'folded' : 'open')}
        >
          {unfolded ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}
          <span>{t('cases.activities')}</span>
        </button>
        {mode === 'today' && <CallNote key={account} account={account} caseId={caseId} field={noteField} />}
      </div>
      {unfolded && (
        <DataGrid
          id="customer_activities"
          label={t('cases.activities')}
          listing={listing}
          columns={columns}
          idOf={(row) => row.activity_id}
          initialSort={{ column: 'ends_on', order: 'descending' }}
          onOpen={setOpened}
          exportFrom="activities.export"
          ownKey={{ keys: 'i', label: t('activities.toRows') }}
          tools={
            <>
              <SegmentedControl
                aria-label={t('activities.which')}
                value={show}
                onChange={(value) => setShow(value as typeof show)}
                data={(['open', 'all'] as const).map((value) => ({ value, label: t(`activities.${value}`) }))}
              />
              <SegmentedControl
                aria-label={t('activities.madeIn')}
                value={madeIn}
                onChange={(value) => setMadeIn(value as typeof madeIn)}
                data={(['everywhere', 'collections'] as const).map((value) => ({
                  value,
                  label: t(`activities.madeInName.${value}`),
                }))}
              />
              <Button variant="default" disabled={mode === 'past'} onClick={() => setOpened('new')}>
                {t('activities.new')}
              </Button>
            </>
          }
          empty={
            <EmptyState
              title={t('activities.emptyTitle')}
              text={t('activities.emptyText')}
              action={
                <Button variant="default" disabled={mode === 'past'} onClick={() => setOpened('new')}>
                  {t('activities.new')}
                </Button>
              }
            />
          }
        />
      )}
      <Drawer
        title={opened && opened !== 'new' ? t('activities.edit', { number: opened.number }) : t('activities.new')}
        state={opened ? 'open' : 'closed'}
        onClose={shut}
      >
        {opened && (
          <ActivityForm
            key={opened === 'new' ? 'new' : opened.activity_id}
            account={account}
            caseId={caseId}
            {...(opened === 'new' ? {} : { stored: opened })}
            onDone={shut}
          />
        )}
      </Drawer>
    </section>
  );
}

type CallNoteProps = { account: string; caseId: number | null; field: RefObject<HTMLTextAreaElement | null> };

/** A call is noted where one is: no dialog opens, and what is typed stays until the book has it. */
export function CallNote({ account, caseId, field }: CallNoteProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const contacts = useAsk('customers.get', { account }).data?.card.contacts ?? [];
  const draft = useDraft<{ text: string; again: Day | null; contact?: string }>(`call_note.${account}`, {
    text: '',
    again: null,
    contact: '',
  });
  const note = useAct('activities.note');
  const problem = useFieldProblems(note.error);
  const keep = () =>
    note.mutate(
      {
        account,
        text: draft.value.text,
        category: 'call',
        contact: draft.value.contact ?? '',
        case_id: caseId,
        transaction_id: null,
        follow_up_on: draft.value.again ?? null,
      },
      {
        onSuccess: () => {
          draft.discard();
          // The keys of the page work again: the next one may be the next customer.
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        },
      },
    );
  return (
    <div className={classes.noteLine}>
      <div className={classes.note}>
        <Textarea
          ref={field}
          className={classes.noteField}
          aria-label={t('activities.note')}
          placeholder={t('activities.noteShort')}
          title={t('activities.notePlaceholder')}
          autosize
          minRows={1}
          maxRows={5}
          value={draft.value.text}
          error={problem('text')}
          onChange={(event) => draft.set({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              keep();
            } else if (event.key === 'Escape') {
              event.stopPropagation();
              event.currentTarget.blur();
            }
          }}
        />
        <Autocomplete
          className={classes.spoken}
          aria-label={t('activities.contact')}
          placeholder={t('activities.contact')}
          data={[...new Set(contacts.map(({ name }) => name).filter(Boolean))]}
          value={draft.value.contact ?? ''}
          onChange={(contact) => draft.set({ contact })}
        />
        <div className={classes.again}>
          <DayField
            label={t('activities.again')}
            labelled="hidden"
            hint={t('activities.again')}
            empty="allowed"
            value={draft.value.again ?? null}
            today={state.today}
            error={problem('follow_up_on')}
            onChange={(again) => draft.set({ again })}
          />
        </div>
        <Button variant="default" loading={note.isPending} disabled={draft.value.text.trim() === ''} onClick={keep}>
          {t('activities.noteKeep')}
        </Button>
      </div>
      <FormProblem error={note.error} />
      {note.data && draft.value.text === '' && (
        <Note tone="good">{t('activities.noteKept', { number: note.data.number })}</Note>
      )}
    </div>
  );
}
