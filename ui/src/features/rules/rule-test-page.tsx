import { Button, Checkbox, Select } from '@mantine/core';
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useJobs } from '../../data/jobs';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Fields } from '../../kit/form';
import { JobBar } from '../../kit/job-bar';
import { Page, Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { CheckpointsTable, rowsOf } from './checkpoints-form';
import { NEW_RULE } from './fields';
import { CountField } from './percent-field';
import { RankLists, ranksOf } from './ranks-form';
import { RuleForm } from './rule-form';
import { RuleTestResult } from './rule-test-result';
import classes from './rules.module.css';
import { type Tried, withRule } from './tried';
import { TriedRules } from './tried-rules';
import { type HoldPolicy, type Rule, STEPS, type Step } from './types';
import { useTried } from './use-tried';

/** Where the rule that is tried stands: a new one has no id yet, only its place among those that are tried. */
type Edited = { rule: Rule; at: number | null };

/** Fields of this page; what is wrong with a step stands in its line. */
const STANDS_BESIDE: readonly string[] = ['months', 'terms', 'discounts', ...STEPS];

/** Parameters that a check looks at; the others are about what comes after it. */
const TRIED_PARAMETERS = [
  'ignore_blank_expiry',
  'check_terms_rank',
  'check_discount_rank',
  'exclude_intercompany',
  'skip_after_release',
] as const;

/** Other rules over the orders of the last months: what they would have stopped, and what became of those orders. */
export function RuleTestPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const policy = useAsk('rules.get', {});
  const test = useAct('rules.test');
  const job = useJobs().findLast((other) => other.command === 'rules.test' && other.state === 'running');
  const problem = useFieldProblems(test.error);
  const [tried, setTried] = useTried();
  const [months, setMonths] = useState<number | null>(6);
  const [step, setStep] = useState<Step | null>(null);
  const [badAfter, setBadAfter] = useState<number | null>(90);
  const [edited, setEdited] = useState<Edited | null>(null);
  const rules = policy.data?.rules;
  const run = () => {
    if (!rules) return;
    const { changed, without } = stillThere(tried, rules);
    test.mutate({
      months: months ?? 0,
      rules: [...changed],
      without: [...without],
      checkpoints: [...(tried.checkpoints ?? [])],
      parameters: tried.parameters ?? null,
      ranks: tried.ranks ?? null,
      step,
      bad_after_days: badAfter ?? 90,
    });
  };
  const add = () => setEdited({ rule: NEW_RULE, at: null });
  useActions([
    { id: 'rules.runTest', label: t('rules.test.run'), group: 'page', keys: 'r', run },
    { id: 'rules.tryNew', label: t('rules.test.add'), group: 'page', keys: 'n', run: add },
    {
      id: 'rules.back',
      label: t('rules.test.back'),
      group: 'page',
      keys: 'Escape',
      run: () => void navigate({ to: '/rules' }),
    },
  ]);
  return (
    <Page
      title={t('shell.page.ruleTest')}
      about={t('rules.test.about')}
      actions={
        <>
          <Button variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
            {t('rules.test.add')}
          </Button>
          <Button leftSection={<IconPlayerPlay size={14} />} disabled={!rules} loading={test.isPending} onClick={run}>
            {t('rules.test.run')}
          </Button>
        </>
      }
    >
      <Answered answer={policy}>
        {(data) => (
          <>
            <Section title={t('rules.test.set')}>
              <TriedRules
                policy={data}
                tried={stillThere(tried, data.rules)}
                onTried={setTried}
                onEdit={(rule, at) => setEdited({ rule, at })}
              />
            </Section>
            <Section
              title={t('rules.test.checkpoints')}
              actions={
                tried.checkpoints && (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    onClick={() => setTried({ ...tried, checkpoints: undefined })}
                  >
                    {t('rules.test.checkpointsAsInBook')}
                  </Button>
                )
              }
            >
              <p className={classes.about}>{t('rules.test.checkpointsAbout')}</p>
              <CheckpointsTable
                rows={rowsOf(tried.checkpoints ?? data.checkpoints)}
                problem={problem}
                onChange={(checkpoints) => setTried({ ...tried, checkpoints })}
              />
            </Section>
            <Section
              title={t('rules.test.parameters')}
              actions={
                (tried.parameters || tried.ranks) && (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    onClick={() => setTried({ ...tried, parameters: undefined, ranks: undefined })}
                  >
                    {t('rules.test.checkpointsAsInBook')}
                  </Button>
                )
              }
            >
              <p className={classes.about}>{t('rules.test.parametersAbout')}</p>
              {TRIED_PARAMETERS.map((name) => (
                <Checkbox
                  key={name}
                  label={t(`rules.parameters.box.${name}`)}
                  checked={(tried.parameters ?? data.parameters)[name]}
                  onChange={(event) =>
                    setTried({
                      ...tried,
                      parameters: { ...(tried.parameters ?? data.parameters), [name]: event.currentTarget.checked },
                    })
                  }
                />
              ))}
              <RankLists
                ranks={tried.ranks ?? ranksOf(data)}
                discounts={data.discounts}
                problem={problem}
                onChange={(ranks) => setTried({ ...tried, ranks })}
              />
            </Section>
            <Section title={t('rules.test.over')}>
              <div className={classes.narrow}>
                <Fields>
                  <CountField
                    label={t('rules.test.months')}
                    description={t('rules.test.monthsAbout')}
                    value={months}
                    error={problem('months')}
                    onChange={setMonths}
                  />
                  <Select
                    label={t('rules.test.step')}
                    description={t('rules.test.stepAbout')}
                    placeholder={t('rules.test.everyStep')}
                    clearable
                    data={STEPS.map((value) => ({ value, label: t(`orders.stepName.${value}`) }))}
                    value={step}
                    onChange={(value) => setStep(value as Step | null)}
                  />
                  <CountField
                    label={t('rules.test.badAfter')}
                    description={t('rules.test.badAfterAbout')}
                    value={badAfter}
                    onChange={setBadAfter}
                  />
                </Fields>
              </div>
              {/* A refusal of a rule that is tried stands beside no field of this page. */}
              {test.error && !STANDS_BESIDE.includes(String(test.error.args.field)) && (
                <TestRefusal error={test.error} />
              )}
              {job && <JobBar job={job} />}
            </Section>
            {test.data && !test.isPending && <RuleTestResult tested={test.data} />}
            <Drawer
              title={t(edited?.rule.id === 0 ? 'rules.test.add' : 'rules.test.change')}
              state={edited ? 'open' : 'closed'}
              onClose={() => setEdited(null)}
            >
              {edited && (
                <RuleForm
                  key={`${edited.rule.id} ${edited.at ?? 'new'}`}
                  stored={edited.rule}
                  submit={t('rules.test.take')}
                  onSubmit={(rule) => {
                    setTried(withRule(tried, rule, edited.at));
                    setEdited(null);
                  }}
                  onDone={() => setEdited(null)}
                  error={null}
                  working="no"
                />
              )}
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

/** Rules that were deleted meanwhile can neither be changed nor left out. */
function stillThere(tried: Tried, rules: HoldPolicy['rules']): Tried {
  const known = (id: number) => rules.some((rule) => rule.id === id);
  return {
    ...tried,
    changed: tried.changed.filter(({ id }) => id === 0 || known(id)),
    without: tried.without.filter(known),
  };
}

function TestRefusal({ error }: { error: NonNullable<ReturnType<typeof useAct<'rules.test'>>['error']> }) {
  const { t } = useWords();
  const problem = useFieldProblems(error);
  const { field } = error.args;
  if (typeof field !== 'string') return <FormProblem error={error} />;
  return (
    <Note tone="warn">
      {t('rules.test.refused')} {problem(field)}
    </Note>
  );
}
