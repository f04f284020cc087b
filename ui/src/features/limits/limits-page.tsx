import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useLocalListing } from '../../data/local-listing';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Fields, FormActs } from '../../kit/form';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Head = ResponseOf<'limits.list'>['journals'][number];
const KINDS: readonly Head['kind'][] = ['credit_limit', 'temporary'];

/** Every adjustment journal, and what waits for its day. */
export function LimitsPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const journals = useAsk('limits.list', {});
  const apply = useAct('limits.apply_waiting');
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const navigate = useNavigate();
  const open = (id: number) => void navigate({ to: '/limits/$journal', params: { journal: String(id) } });
  const add = () => setForm('open');
  useActions(
    mode === 'today' ? [{ id: 'limits.add', label: t('limits.add'), group: 'page', keys: 'n', run: add }] : [],
  );
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('limits.add')}
    </Button>
  );
  const waiting = (journals.data?.journals ?? []).reduce((sum, head) => sum + head.waiting, 0);
  return (
    <Page
      layout="fill"
      title={t('shell.page.limits')}
      about={t('limits.about')}
      actions={
        <>
          {waiting > 0 && (
            <Button
              variant="default"
              disabled={mode === 'past'}
              loading={apply.isPending}
              onClick={() => apply.mutate({})}
            >
              {t('limits.applyWaiting')}
            </Button>
          )}
          {button}
        </>
      }
    >
      {apply.data && <Note tone="good">{t('limits.applied', { count: apply.data.lines })}</Note>}
      <FormProblem error={apply.error} />
      <Answered answer={journals}>
        {({ journals: all }) => (
          <>
            <JournalsGrid
              journals={all}
              onOpen={(head) => open(head.id)}
              empty={<EmptyState title={t('limits.emptyTitle')} text={t('limits.emptyText')} action={button} />}
            />
            <Drawer title={t('limits.add')} state={form} onClose={() => setForm('closed')}>
              <NewJournal onDone={open} onCancel={() => setForm('closed')} />
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

type JournalsGridProps = { journals: readonly Head[]; onOpen: (head: Head) => void; empty: React.ReactNode };

function JournalsGrid({ journals, onOpen, empty }: JournalsGridProps) {
  const { t } = useWords();
  const columns = useMemo<Column<Head>[]>(
    () => [
      {
        id: 'number',
        kind: 'link',
        header: t('limits.number'),
        width: 130,
        show: 'always',
        value: (row) => row.number,
      },
      {
        id: 'kind',
        kind: 'text',
        header: t('limits.kind'),
        width: 160,
        value: (row) => t(`limits.kindName.${row.kind}`),
      },
      {
        id: 'state',
        kind: 'text',
        header: t('limits.state'),
        width: 140,
        value: (row) => t(`limits.stateName.${row.state}`),
      },
      {
        id: 'waits_for',
        kind: 'text',
        header: t('limits.waitsForShort'),
        width: 170,
        value: (row) => row.waits_for.map((role) => t(`users.role.${role}`)).join(', '),
      },
      { id: 'lines', kind: 'count', header: t('limits.lines'), width: 90, value: (row) => row.lines },
      { id: 'waiting', kind: 'count', header: t('limits.waiting'), width: 110, value: (row) => row.waiting },
      { id: 'preparer', kind: 'text', header: t('limits.preparer'), width: 120, value: (row) => row.preparer },
      { id: 'created_on', kind: 'day', header: t('limits.createdOn'), width: 120, value: (row) => row.created_on },
      { id: 'posted_on', kind: 'day', header: t('limits.postedOn'), width: 120, value: (row) => row.posted_on },
      {
        id: 'description',
        kind: 'text',
        header: t('limits.description'),
        fit: 'grow',
        value: (row) => row.description,
      },
    ],
    [t],
  );
  const read = useCallback(
    (row: Head, id: string) => columns.find((column) => column.id === id)?.value(row),
    [columns],
  );
  const listing = useLocalListing('limits', journals, read, ['number', 'description']);
  return (
    <DataGrid
      id="limits"
      label={t('shell.page.limits')}
      listing={listing}
      columns={columns}
      idOf={(row) => String(row.id)}
      onOpen={onOpen}
      exportFrom="page"
      empty={empty}
    />
  );
}

function NewJournal({ onDone, onCancel }: { onDone: (id: number) => void; onCancel: () => void }) {
  const { t } = useWords();
  const [kind, setKind] = useState<Head['kind']>('credit_limit');
  const [description, setDescription] = useState('');
  const create = useAct('limits.create');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ kind, description }, { onSuccess: (made) => onDone(made.head.id) });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('limits.kind')}
          data={KINDS.map((value) => ({ value, label: t(`limits.kindName.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value && setKind(value as Head['kind'])}
        />
        <TextInput
          label={t('limits.description')}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          data-autofocus
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={create.isPending}>
          {t('limits.add')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={create.error} />
      </FormActs>
    </form>
  );
}
