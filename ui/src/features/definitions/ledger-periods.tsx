import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { Answered, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Periods = ResponseOf<'aging.ledger_periods'>['periods'];

/** The company's own periods of the ledger, typed or pasted one to a line. */
export function LedgerPeriods() {
  const { t } = useWords();
  const stored = useAsk('aging.ledger_periods', {});
  return (
    <>
      <p>{t('agingRest.ledgerAbout')}</p>
      <Answered answer={stored}>{({ periods }) => <LedgerForm stored={periods} />}</Answered>
    </>
  );
}

function LedgerForm({ stored }: { stored: Periods }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [text, setText] = useState(() =>
    stored.map((period) => `${period.first_on}; ${period.last_on}; ${period.name}`).join('\n'),
  );
  const save = useAct('aging.ledger_periods_save');
  const read = readPeriods(text);
  const unread = typeof read === 'number' ? read : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typeof read !== 'number') save.mutate({ periods: read });
      }}
    >
      <Textarea
        label={t('agingRest.ledgerField')}
        rows={12}
        value={text}
        placeholder="2026-01-05; 2026-02-01; P1"
        error={unread === null ? undefined : t('agingRest.ledgerUnread', { line: unread })}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FormProblem error={save.error} />
      {save.isSuccess && <Note tone="good">{t('agingRest.ledgerSaved')}</Note>}
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={mode === 'past' || unread !== null}>
          {t('kit.save')}
        </Button>
      </FormActs>
    </form>
  );
}

const LINE = /^\s*(\d{4}-\d{2}-\d{2})\s*[;,\t]\s*(\d{4}-\d{2}-\d{2})\s*(?:[;,\t]\s*(.*?))?\s*$/;

/** The periods, or the number of the first line that is none. */
function readPeriods(text: string): Periods | number {
  const periods: Periods = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, first_on, last_on, name] = LINE.exec(line) ?? [];
    if (!first_on || !last_on) return index + 1;
    periods.push({ first_on, last_on, name: name ?? '' });
  }
  return periods;
}
