import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Folder = ResponseOf<'orders.folder'>;

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
