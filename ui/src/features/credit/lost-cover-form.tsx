import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Facts } from '../../kit/side';
import { FormProblem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type LostCovers = ResponseOf<'credit.lost_cover'>;
export type Takable = LostCovers['takable'][number];
export type Taken = LostCovers['taken'][number];

/** What a person is about to do with lost cover: take it off a policy, or put it back. */
export type Step = { kind: 'take'; of: Takable } | { kind: 'back'; of: Taken };

/** The confirmed step: the figures before and after, and a reason. */
export function LostCoverForm({ account, step, onDone }: { account: string; step: Step; onDone: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const take = useAct('credit.lost_cover_take', onDone);
  const back = useAct('credit.lost_cover_back', onDone);
  const error = take.error ?? back.error;
  const problem = useFieldProblems(error);
  const { currency } = step.of;
  const money = (minor: number) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <form
      data-testid="lost-cover-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (step.kind === 'take') take.mutate({ account, policy_id: step.of.policy_id, reason });
        else back.mutate({ account, taken_id: step.of.taken_id, reason });
      }}
    >
      <p>{t(step.kind === 'take' ? 'credit.lostTake.about' : 'credit.lostTake.backAbout')}</p>
      <Facts
        facts={
          step.kind === 'take'
            ? [
                { name: t('credit.lostTake.valueNow'), value: money(step.of.value_minor) },
                { name: t('credit.lostTake.off'), value: money(-step.of.take_minor) },
                { name: t('credit.lostTake.valueThen'), value: money(step.of.value_minor - step.of.take_minor) },
              ]
            : [
                { name: t('credit.lostTake.documents'), value: step.of.documents.join(', ') },
                { name: t('credit.lostTake.on'), value: money(step.of.value_minor) },
              ]
        }
      />
      <TextInput
        label={t('credit.lostTake.reason')}
        required
        value={reason}
        error={problem('reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <FormActs>
        <Button type="submit" loading={take.isPending || back.isPending}>
          {t(step.kind === 'take' ? 'credit.lostTake.take' : 'credit.lostTake.back')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}
