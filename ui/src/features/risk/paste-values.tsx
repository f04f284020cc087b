import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note, Problem } from '../../kit/states';

/** Values of many customers, copied from a spreadsheet or from what a bureau delivers. */
export function PasteValues({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const setup = useAsk('risk.setup', {});
  const groups = (setup.data?.scoring ?? []).filter((group) => group.group_type === 'user_defined');
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  const paste = useAct('risk.values_paste');
  const problem = useFieldProblems(paste.error);
  const group = chosen ?? groups[0]?.code ?? null;
  if (setup.data && groups.length === 0) return <Note>{t('risk.noUserDefined')}</Note>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (group) paste.mutate({ group, text });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('risk.scoringGroup')}
          data={groups.map(({ code, description }) => ({ value: code, label: description || code }))}
          value={group}
          allowDeselect={false}
          error={problem('group')}
          onChange={setChosen}
        />
        <Textarea
          label={t('risk.pasteText')}
          description={t('risk.pasteAbout')}
          rows={14}
          value={text}
          error={problem('text')}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
      </Fields>
      {paste.data && <Note tone="good">{t('risk.pasted', paste.data)}</Note>}
      {paste.error?.args.field === 'value' && <Problem error={paste.error} />}
      <FormActs>
        <Button type="submit" loading={paste.isPending} disabled={!group || text.trim() === ''}>
          {t('risk.take')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t(paste.data ? 'kit.close' : 'kit.cancel')}
        </Button>
        <FormProblem error={paste.error} />
      </FormActs>
    </form>
  );
}
