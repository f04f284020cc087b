import { Button, Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Folder = ResponseOf<'orders.folder'>;

/** While the page is open, the folder is looked at again after so long. */
const LOOK_AGAIN_MS = 5_000;

/** Answers order files while the page is open, and says so. */
export function OrderFolderWatch() {
  const { t } = useWords();
  const { mode } = useDesk();
  const folder = useAsk('orders.folder', {});
  const isWatched = folder.data?.orders != null && mode === 'today';
  const waiting = useAsk('orders.waiting', {}, { when: isWatched ? 'now' : 'later' });
  const answer = useAct('orders.answer');
  const { refetch } = waiting;
  const count = waiting.data?.waiting ?? 0;
  const { mutate, isPending, isError } = answer;
  useEffect(() => {
    if (!isWatched) return undefined;
    const timer = setInterval(() => void refetch(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isWatched, refetch]);
  useEffect(() => {
    // A folder that cannot be written to is not tried again and again.
    if (isWatched && count > 0 && !isPending && !isError) mutate({});
  }, [isWatched, count, isPending, isError, mutate]);
  return (
    <>
      <FormProblem error={answer.error} />
      {answer.data && answer.data.files.length > 0 && (
        <Note tone="good">{t('orders.answered', { count: answer.data.files.length })}</Note>
      )}
    </>
  );
}

/** Where orders come in as files and decisions go out. */
export function OrderFolderForm({ onDone }: { onDone: () => void }) {
  const stored = useAsk('orders.folder', {});
  return stored.data ? <Loaded stored={stored.data} onDone={onDone} /> : null;
}

function Loaded({ stored, onDone }: { stored: Folder; onDone: () => void }) {
  const { t } = useWords();
  const [orders, setOrders] = useState(stored.orders ?? '');
  const [decisions, setDecisions] = useState(stored.decisions ?? '');
  const [format, setFormat] = useState(stored.format);
  const save = useAct('orders.folder_set');
  const chooser = useAct('dialog.folder');
  const problem = useFieldProblems(save.error);
  const choose = (set: (path: string) => void) =>
    void chooser
      .mutateAsync({})
      .then(({ path }) => path !== null && set(path))
      .catch(() => undefined);
  const field = (label: string, name: string, value: string, set: (path: string) => void) => (
    <TextInput
      label={label}
      value={value}
      error={problem(name)}
      onChange={(event) => set(event.currentTarget.value)}
      rightSectionWidth={96}
      rightSection={
        <Button variant="subtle" size="compact-sm" onClick={() => choose(set)}>
          {t('orders.folderChoose')}
        </Button>
      }
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ orders, decisions, format }, { onSuccess: onDone });
      }}
    >
      <Note>{t('orders.folderAbout')}</Note>
      <Fields columns={1}>
        {field(t('orders.folderOrders'), 'orders', orders, setOrders)}
        {field(t('orders.folderDecisions'), 'decisions', decisions, setDecisions)}
        <Select
          label={t('orders.folderFormat')}
          allowDeselect={false}
          data={[
            { value: 'csv', label: 'CSV' },
            { value: 'json', label: 'JSON' },
          ]}
          value={format}
          onChange={(value) => value && setFormat(value as Folder['format'])}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        {stored.orders !== null && (
          <Button
            variant="default"
            onClick={() => save.mutate({ orders: null, decisions: null, format }, { onSuccess: onDone })}
          >
            {t('orders.folderOff')}
          </Button>
        )}
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error ?? chooser.error} />
      </FormActs>
    </form>
  );
}
