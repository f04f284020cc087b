import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Row } from './disputes-page';

/** Who looks into disputes, by when, and what is next. What is left empty for several stays as it is. */
export function AssignForm({ rows, onDone }: { rows: readonly Row[]; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [only, ...others] = rows;
  const one = others.length === 0 ? only : undefined;
  const [investigator, setInvestigator] = useState<string | null>(one?.investigator ?? null);
  const [due, setDue] = useState<string | null>(one?.due_on ?? null);
  const [next, setNext] = useState(one?.next_action ?? '');
  const [reference, setReference] = useState(one?.external_reference ?? '');
  const [caseNo, setCaseNo] = useState(one?.case ?? '');
  const users = useAsk('users.list', {}).data?.users ?? [];
  const update = useAct('disputes.update');
  const problem = useFieldProblems(update.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate(
          {
            dispute_ids: rows.map((row) => row.dispute_id),
            investigator: investigator ?? (one ? '' : null),
            due_on: due ?? (one ? '' : null),
            next_action: one || next ? next : null,
            external_reference: one || reference ? reference : null,
            case: one || caseNo ? caseNo : null,
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('disputes.investigator')}
          placeholder={t('disputes.nobody')}
          clearable
          data={users.filter((user) => user.active).map(({ code, name }) => ({ value: code, label: name }))}
          value={investigator}
          error={problem('investigator')}
          onChange={setInvestigator}
        />
        <DayField
          label={t('disputes.dueOn')}
          empty="allowed"
          value={due}
          today={state.today}
          error={problem('due_on')}
          onChange={setDue}
        />
        <TextInput
          label={t('disputes.nextAction')}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <TextInput
          label={t('disputes.reference')}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        <TextInput
          label={t('disputes.case')}
          description={t('disputes.caseAbout')}
          value={caseNo}
          error={problem('case')}
          onChange={(event) => setCaseNo(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={update.isPending}>
          {t('disputes.save')}
        </Button>
        <FormProblem error={update.error} />
      </FormActs>
    </form>
  );
}
