import { Button, Tabs } from '@mantine/core';
import { IconFlask, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState, FormProblem, Note } from '../../kit/states';
import { CheckpointsForm } from './checkpoints-form';
import { movedType } from './effect';
import { NEW_RULE } from './fields';
import { HoldParametersForm } from './hold-parameters-form';
import { focusedType, Matrix } from './matrix';
import { RanksForm } from './ranks-form';
import { RuleForm } from './rule-form';
import classes from './rules.module.css';
import { withRule } from './tried';
import type { HoldPolicy, Rule, RuleType } from './types';
import { useTried } from './use-tried';
import { WorkflowForm } from './workflow-form';

const TABS = ['rules', 'checkpoints', 'ranks', 'parameters', 'workflow'] as const;
type Tab = (typeof TABS)[number];

/** What stops an order and what lets it through, and at which step. */
export function RulesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const policy = useAsk('rules.get', {});
  const [tab, setTab] = useState<Tab>('rules');
  const [edited, setEdited] = useState<Rule | null>(null);
  const { move, error } = useTypeMoves(policy.data);
  const add = () => setEdited(NEW_RULE);
  const test = () => void navigate({ to: '/rule-test' });
  const moveFocused = (by: -1 | 1) => {
    const type = focusedType();
    if (type) move(type, by);
  };
  useActions([
    ...(mode === 'today'
      ? ([
          { id: 'rules.add', label: t('rules.add'), group: 'page', keys: 'n', run: add },
          {
            id: 'rules.typeUp',
            label: t('rules.typeUp'),
            group: 'page',
            keys: 'alt+ArrowUp',
            run: () => moveFocused(-1),
          },
          {
            id: 'rules.typeDown',
            label: t('rules.typeDown'),
            group: 'page',
            keys: 'alt+ArrowDown',
            run: () => moveFocused(1),
          },
        ] as const)
      : []),
    { id: 'rules.test', label: t('rules.openTest'), group: 'page', keys: 't', run: test },
    ...TABS.map((other, index) => ({
      id: `rules.tab.${other}`,
      label: t(`rules.tabs.${other}`),
      group: 'page' as const,
      keys: `alt+${index + 1}`,
      run: () => setTab(other),
    })),
  ]);
  return (
    <Page
      title={t('shell.page.rules')}
      about={t('rules.about')}
      actions={
        <>
          <Button variant="default" leftSection={<IconFlask size={15} />} onClick={test}>
            {t('rules.openTest')}
          </Button>
          <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
            {t('rules.add')}
          </Button>
        </>
      }
    >
      <Answered answer={policy}>
        {(data) => (
          <>
            <OffNote policy={data} />
            <FormProblem error={error} />
            <Parts
              tab={tab}
              onTab={setTab}
              policy={data}
              list={
                <RuleList
                  policy={data}
                  onOpen={mode === 'today' ? setEdited : undefined}
                  onMove={mode === 'today' ? move : undefined}
                  onAdd={add}
                />
              }
            />
            <EditedRule policy={data} edited={edited} onClose={() => setEdited(null)} />
          </>
        )}
      </Answered>
    </Page>
  );
}

type PartsProps = { tab: Tab; onTab: (tab: Tab) => void; policy: HoldPolicy; list: ReactNode };

/** The parts of the page. One that was opened stays, so that nothing typed into it is lost by looking at another. */
function Parts({ tab, onTab, policy, list }: PartsProps) {
  const { t } = useWords();
  const workflow = useAsk('holds.workflow', {}, { when: tab === 'workflow' ? 'now' : 'later' });
  const [opened, setOpened] = useState<readonly Tab[]>([tab]);
  if (!opened.includes(tab)) setOpened([...opened, tab]);
  const parts: Record<Tab, ReactNode> = {
    rules: list,
    checkpoints: <CheckpointsForm key={JSON.stringify(policy.checkpoints)} stored={policy.checkpoints} />,
    ranks: <RanksForm key={JSON.stringify([policy.terms_ranks, policy.discount_ranks])} policy={policy} />,
    parameters: <HoldParametersForm key={JSON.stringify(policy.parameters)} stored={policy.parameters} />,
    workflow: (
      <Answered answer={workflow}>{(stored) => <WorkflowForm key={JSON.stringify(stored)} stored={stored} />}</Answered>
    ),
  };
  return (
    <Tabs value={tab} onChange={(value) => value && onTab(value as Tab)} keepMounted>
      <Tabs.List aria-label={t('rules.tabs.label')} mb="md">
        {TABS.map((other) => (
          <Tabs.Tab key={other} value={other}>
            {t(`rules.tabs.${other}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {TABS.map((other) => (
        <Tabs.Panel key={other} value={other}>
          {opened.includes(other) && parts[other]}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** Moves a kind of rule among those that have rules; the keyboard stays with it. */
function useTypeMoves(policy: HoldPolicy | undefined) {
  const save = useAct('rules.sequence_save');
  const moved = useRef<RuleType | null>(null);
  const order = policy?.sequence.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: after the rows have moved the focus goes after them.
  useEffect(() => {
    const type = moved.current;
    moved.current = null;
    if (type) document.querySelector<HTMLElement>(`[data-type="${type}"] [data-rule]`)?.focus();
  }, [order]);
  const move = (type: RuleType, by: -1 | 1) => {
    const sequence = policy && movedType(policy, type, by);
    if (!sequence || save.isPending) return;
    moved.current = type;
    save.mutate({ sequence });
  };
  return { move, error: save.error };
}

function OffNote({ policy }: { policy: HoldPolicy }) {
  const { t } = useWords();
  if (policy.credit_management) return null;
  return (
    <Note tone="warn">
      {t('rules.off')} <Link to="/credit-setup">{t('rules.switchOn')}</Link>
    </Note>
  );
}

type RuleListProps = {
  policy: HoldPolicy;
  onOpen: ((rule: Rule) => void) | undefined;
  onMove: ((type: RuleType, by: -1 | 1) => void) | undefined;
  onAdd: () => void;
};

function RuleList({ policy, onOpen, onMove, onAdd }: RuleListProps) {
  const { t } = useWords();
  if (policy.rules.length === 0) {
    return (
      <EmptyState
        title={t('rules.none')}
        text={t('rules.noneText')}
        action={
          <Button leftSection={<IconPlus size={14} />} disabled={!onOpen} onClick={onAdd}>
            {t('rules.add')}
          </Button>
        }
      />
    );
  }
  const tested = policy.rules.some((rule) => rule.rule_type === 'limit_used' && rule.kind === 'blocking');
  return (
    <div className={classes.part}>
      <Matrix policy={policy} onOpen={onOpen} onMove={onMove} />
      <p className={classes.about}>{t('rules.sequenceAbout')}</p>
      {!tested && <Note tone="warn">{t('rules.limitUntested')}</Note>}
    </div>
  );
}

type EditedRuleProps = { policy: HoldPolicy; edited: Rule | null; onClose: () => void };

/** A rule in its drawer: saved, deleted, or left. */
function EditedRule({ policy, edited, onClose }: EditedRuleProps) {
  const { t } = useWords();
  const save = useAct('rules.save');
  const remove = useAct('rules.delete');
  const navigate = useNavigate();
  const [tried, setTried] = useTried();
  const tryOut = (rule: Rule) => {
    setTried(withRule(tried, rule, null));
    void navigate({ to: '/rule-test' });
  };
  const close = () => {
    save.reset();
    remove.reset();
    onClose();
  };
  const number = policy.rules.findIndex(({ id }) => id === edited?.id) + 1;
  return (
    <Drawer
      title={edited?.id === 0 ? t('rules.add') : t('rules.edit', { number })}
      state={edited ? 'open' : 'closed'}
      onClose={close}
    >
      {edited && (
        <RuleForm
          key={edited.id}
          stored={edited}
          submit={t('kit.save')}
          onSubmit={(rule) => save.mutate(rule, { onSuccess: close })}
          onDone={close}
          error={save.error ?? remove.error}
          working={save.isPending || remove.isPending ? 'yes' : 'no'}
          acts={(rule) => (
            <>
              <Button variant="default" onClick={() => tryOut(rule)}>
                {t('rules.form.try')}
              </Button>
              {edited.id !== 0 && (
                <Button
                  variant="subtle"
                  color="red"
                  onClick={() => remove.mutate({ id: edited.id }, { onSuccess: close })}
                >
                  {t('rules.delete')}
                </Button>
              )}
            </>
          )}
        />
      )}
    </Drawer>
  );
}
