import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { FilterBy, SortBy } from '../../data/listing';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import type { ResponseOf } from '../../wire/commands';
import { useFieldProblems } from '../problem-words';
import { FormProblem } from '../states';
import classes from './grid.module.css';
import type { ColumnState, Density } from './toolbar';

/** How a list is seen: what a view keeps under its name. */
export type Seen = {
  columns: readonly ColumnState[];
  sort: SortBy | null;
  filters: readonly FilterBy[];
  density: Density;
};

type View = ResponseOf<'views.list'>['views'][number];

function seenOf(view: View): Seen {
  const columns = view.columns.map(({ id, width, show }) => (width === null ? { id, show } : { id, show, width }));
  return { columns, sort: view.sort, filters: view.filters, density: view.density };
}

/** Widths are left out: a column that was pulled wider is still the same view. */
function sameAs(seen: Seen): string {
  const columns = seen.columns.map(({ id, show }) => `${id} ${show}`);
  return JSON.stringify([columns, seen.sort, seen.filters, seen.density]);
}

type ViewsMenuProps = {
  /** The list that the views are of. */
  list: string;
  seen: Seen;
  state: 'open' | 'closed';
  onState: (state: 'open' | 'closed') => void;
  onApply: (seen: Seen) => void;
};

/** The saved views of a list: choose one, save what is seen under a name, delete one. They lie in the book. */
export function ViewsMenu({ list, seen, state, onState, onApply }: ViewsMenuProps) {
  const { t } = useWords();
  const answer = useAsk('views.list', {});
  const views = (answer.data?.views ?? []).filter((view) => view.list === list);
  const current = views.find((view) => sameAs(seenOf(view)) === sameAs(seen));
  return (
    <Popover
      opened={state === 'open'}
      onChange={(open) => onState(open ? 'open' : 'closed')}
      trapFocus
      position="bottom-end"
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconBookmark size={14} />}
          onClick={() => onState(state === 'open' ? 'closed' : 'open')}
        >
          <span className={classes.viewName}>{current?.name ?? t('kit.views')}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('kit.views')}>
        <div className={classes.views}>
          {views.length === 0 && <p className={classes.viewsNone}>{t('kit.viewsNone')}</p>}
          {views.map((view) => (
            <ViewLine
              key={view.name}
              view={view}
              tone={view === current ? 'current' : 'plain'}
              onApply={() => {
                onApply(seenOf(view));
                onState('closed');
              }}
            />
          ))}
          <SaveView list={list} seen={seen} name={current?.name ?? ''} onDone={() => onState('closed')} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function ViewLine({ view, tone, onApply }: { view: View; tone: 'current' | 'plain'; onApply: () => void }) {
  const { t } = useWords();
  const remove = useAct('views.delete');
  return (
    <div className={classes.view}>
      <button
        type="button"
        className={classes.viewOpener}
        aria-current={tone === 'current' ? 'true' : undefined}
        onClick={onApply}
      >
        {view.name}
      </button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        loading={remove.isPending}
        aria-label={t('kit.deleteView', { name: view.name })}
        onClick={() => remove.mutate({ list: view.list, name: view.name })}
      >
        <IconX size={13} />
      </ActionIcon>
    </div>
  );
}

type SaveViewProps = { list: string; seen: Seen; name: string; onDone: () => void };

function SaveView({ list, seen, name, onDone }: SaveViewProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState(name);
  const save = useAct('views.save');
  const problem = useFieldProblems(save.error);
  return (
    <form
      className={classes.saveView}
      onSubmit={(event) => {
        event.preventDefault();
        const columns = seen.columns.map(({ id, width, show }) => ({
          id,
          show,
          width: width ? Math.round(width) : null,
        }));
        save.mutate({ ...seen, list, name: typed, columns, filters: [...seen.filters] }, { onSuccess: onDone });
      }}
    >
      <TextInput
        label={t('kit.viewName')}
        description={t('kit.viewHint')}
        value={typed}
        error={problem('name')}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" loading={save.isPending}>
        {t('kit.saveView')}
      </Button>
      <FormProblem error={save.error} />
    </form>
  );
}
