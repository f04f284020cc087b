import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Contributions, RiskGroupTag, usePoints } from '../../kit/score';
import { FactBox } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type RiskValue = ResponseOf<'risk.values'>['values'][number];

/** Score and risk group, at the side of the credit file. */
export function ScoreBox({ account }: { account: string }) {
  const { t } = useWords();
  const { asOf } = useDesk();
  const points = usePoints();
  const answer = useAsk('risk.customer', { account, as_of: asOf }, { meanwhile: 'previous' });
  const score = answer.data?.score;
  if (!score) return null;
  return (
    <FactBox title={t('risk.score')} asOf={score.scored_on}>
      <p data-testid="score">
        <strong>{points(score.total)}</strong> <RiskGroupTag code={score.risk_group} />
      </p>
    </FactBox>
  );
}

/** How the score came about, and the values that people bring. */
export function ScoreSection({ account }: { account: string }) {
  const { t, locale } = useWords();
  const { asOf, mode } = useDesk();
  const setup = useAsk('risk.setup', {});
  const answer = useAsk('risk.customer', { account, as_of: asOf }, { meanwhile: 'previous' });
  const update = useAct('risk.update');
  if (!setup.data || setup.data.scoring.length === 0) return null;
  return (
    <Section
      title={t('risk.score')}
      actions={
        <Button
          variant="default"
          size="compact-sm"
          disabled={mode === 'past'}
          loading={update.isPending}
          onClick={() => update.mutate({ accounts: [account] })}
        >
          {t('risk.updateOne')}
        </Button>
      }
    >
      <Answered answer={answer}>
        {({ score }) =>
          score ? (
            <>
              <Note>{t('risk.scoredText', { day: formatDay(score.scored_on, locale) })}</Note>
              <Contributions score={score} />
            </>
          ) : (
            <Note>{t('risk.notScored')}</Note>
          )
        }
      </Answered>
      {mode === 'today' && <Values account={account} />}
    </Section>
  );
}

function Values({ account }: { account: string }) {
  const values = useAsk('risk.values', { account });
  return (
    <>
      {values.data?.values.map((value) => (
        <ValueField key={`${value.group} ${value.value ?? ''}`} account={account} value={value} />
      ))}
    </>
  );
}

/** A value that is chosen from its list or typed; it counts with the next score. */
function ValueField({ account, value }: { account: string; value: RiskValue }) {
  const { t, locale } = useWords();
  const save = useAct('risk.value_save');
  const problem = useFieldProblems(save.error);
  const [text, setText] = useState(value.value ?? '');
  const keep = (next: string | null) => {
    if ((next ?? '') !== (value.value ?? '')) save.mutate({ account, group: value.group, value: next || null });
  };
  const shared = {
    label: value.description || value.group,
    description: value.from_on ? t('risk.valueSince', { day: formatDay(value.from_on, locale) }) : undefined,
    error: problem('value'),
  };
  if (value.score_type === 'list') {
    const known = value.value !== null && !value.choices.includes(value.value) ? [value.value] : [];
    return <Select {...shared} data={[...value.choices, ...known]} value={value.value} clearable onChange={keep} />;
  }
  return (
    <TextInput
      {...shared}
      value={text}
      inputMode="decimal"
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => keep(text.trim())}
    />
  );
}
