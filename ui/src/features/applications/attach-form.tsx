import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import { FormProblem } from '../../kit/states';
import type { RequestOf } from '../../wire/commands';

type Kind = RequestOf<'applications.attach'>['kind'];
const KINDS: readonly Kind[] = ['register', 'bureau', 'accounts', 'guarantee', 'other'];

/** Keeps a file with the application, with its kind and its own day. */
export function AttachForm({ id, onDone }: { id: number; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [kind, setKind] = useState<Kind>('register');
  const [on, setOn] = useState<string | null>(state.today);
  const chooser = useAct('dialog.open_files');
  const attach = useAct('applications.attach');
  const choose = async () => {
    const { paths } = await chooser.mutateAsync({ purpose: 'paper' });
    for (const path of paths) await attach.mutateAsync({ id, path, kind, dated_on: on ?? state.today });
    if (paths.length > 0) onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void choose().catch(() => undefined);
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('applications.documentKind')}
          data={KINDS.map((value) => ({ value, label: t(`applications.kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value && setKind(value as Kind)}
          data-autofocus
        />
        <DayField label={t('applications.datedOn')} value={on} today={state.today} onChange={setOn} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={attach.isPending}>
          {t('applications.choose')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={attach.error ?? chooser.error} />
      </FormActs>
    </form>
  );
}
