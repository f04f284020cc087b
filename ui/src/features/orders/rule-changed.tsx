import { Button } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { JobBar } from '../../kit/job-bar';
import { FormProblem, Note } from '../../kit/states';
import { HOLDS_QUESTION } from './types';

type Changed = {
  /** Of all companies: one act checks all of them again. */
  count: number;
};

/** How many open holds stand on nothing but rules that were changed since their orders were checked. */
export function useRuleChanged(): Changed {
  const listed = useAsk('holds.list', { ...HOLDS_QUESTION, changed_only: true }).data;
  return { count: listed?.rule_changed ?? 0 };
}

/** Says that rules were changed under open holds, and checks all of them again by one act. */
export function RuleChangedNote({ count }: Changed) {
  const { t } = useWords();
  const { mode } = useDesk();
  const check = useAct('holds.check_changed');
  const job = useJobs().findLast((other) => other.command === 'holds.check_changed' && other.state === 'running');
  const run = () => check.mutate({});
  useActions(
    mode === 'past' || count === 0
      ? []
      : [{ id: 'holds.checkChanged', label: t('holds.checkChanged'), group: 'page', keys: 'k', run }],
  );
  return (
    <>
      {count > 0 && (
        <Note tone="warn">
          <span data-testid="rule-changed">{t('holds.ruleChanged', { count })}</span>{' '}
          <Button size="compact-sm" disabled={mode === 'past'} loading={check.isPending} onClick={run}>
            {t('holds.checkChanged')}
          </Button>
        </Note>
      )}
      {job && <JobBar job={job} />}
      <FormProblem error={check.error} />
      {check.data && (
        <Note tone="good">
          {t('holds.checkedChanged', {
            checked: check.data.checks.checked,
            released: check.data.holds.released,
            ready: check.data.holds.ready,
            kept: check.data.holds.kept,
          })}
        </Note>
      )}
    </>
  );
}
