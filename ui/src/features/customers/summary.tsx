import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import type { Day } from '../../kit/format/day';
import { Answered, FormProblem, Note } from '../../kit/states';

/** Where a customer stands, as a text to be changed, copied or kept. */
export function Summary({ account, asOf, onDone }: { account: string; asOf: Day; onDone: () => void }) {
  const { t } = useWords();
  const summary = useAsk('customers.summary', { account, as_of: asOf });
  return (
    <>
      <p>{t('timeline.summaryAbout')}</p>
      <Answered answer={summary}>
        {(data) => <Written key={data.text} account={account} {...data} onDone={onDone} />}
      </Answered>
    </>
  );
}

type WrittenProps = { account: string; text: string; language: string; onDone: () => void };

function Written({ account, text, language, onDone }: WrittenProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [value, setValue] = useState(text);
  const [copied, setCopied] = useState(false);
  const note = useAct('activities.note');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void navigator.clipboard.writeText(value).then(() => setCopied(true));
      }}
    >
      <Textarea
        lang={language}
        aria-label={t('timeline.summary')}
        autosize
        minRows={14}
        value={value}
        onChange={(event) => {
          setValue(event.currentTarget.value);
          setCopied(false);
        }}
        data-autofocus
      />
      <FormActs>
        <Button type="submit">{t('timeline.copy')}</Button>
        <Button
          variant="default"
          loading={note.isPending}
          disabled={mode === 'past' || value.trim() === ''}
          onClick={() =>
            note.mutate(
              {
                account,
                text: value,
                category: 'other',
                contact: '',
                case_id: null,
                transaction_id: null,
                follow_up_on: null,
              },
              { onSuccess: onDone },
            )
          }
        >
          {t('timeline.asNote')}
        </Button>
        <Button variant="subtle" disabled={value === text} onClick={() => setValue(text)}>
          {t('timeline.restore')}
        </Button>
        <FormProblem error={note.error} />
      </FormActs>
      {copied && <Note tone="good">{t('timeline.copied')}</Note>}
    </form>
  );
}
