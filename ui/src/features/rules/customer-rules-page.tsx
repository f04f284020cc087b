import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { JobBar } from '../../kit/job-bar';
import { Page, Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { CustomerRuleForm, NEW_CUSTOMER_RULE } from './customer-rule-form';
import { type CustomerRule, customerSentence } from './customer-sentence';
import { Proposals } from './proposals';
import classes from './rules.module.css';
import { detailsOf } from './sentence';
import { useSpeaker } from './use-speaker';

/** Rules that change the account status of customers, and what they propose. */
export function CustomerRulesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const answer = useAsk('customer_rules.list', {});
  const apply = useAct('customer_rules.apply');
  const job = useJobs().findLast((other) => other.command === 'customer_rules.apply' && other.state === 'running');
  const [edited, setEdited] = useState<CustomerRule | null>(null);
  const add = () => setEdited(NEW_CUSTOMER_RULE);
  const run = () => apply.mutate({});
  useActions(
    mode === 'today'
      ? [
          { id: 'customerRules.add', label: t('rules.customer.add'), group: 'page', keys: 'n', run: add },
          { id: 'customerRules.apply', label: t('rules.customer.apply'), group: 'page', keys: 'r', run },
        ]
      : [],
  );
  const addButton = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('rules.customer.add')}
    </Button>
  );
  return (
    <Page
      title={t('shell.page.customerRules')}
      about={t('rules.customer.about')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={14} />}
            disabled={mode === 'past'}
            loading={apply.isPending}
            onClick={run}
          >
            {t('rules.customer.apply')}
          </Button>
          {addButton}
        </>
      }
    >
      {job && <JobBar job={job} />}
      <FormProblem error={apply.error} />
      {apply.data && <Note tone="good">{t('rules.customer.applied', apply.data)}</Note>}
      <Answered answer={answer}>
        {({ rules, proposals }) => (
          <>
            <Section title={t('rules.customer.proposals')}>
              <Proposals proposals={proposals} rules={rules} />
            </Section>
            <Section title={t('rules.customer.rules')}>
              {rules.length === 0 ? (
                <EmptyState title={t('rules.none')} text={t('rules.customer.noneText')} action={addButton} />
              ) : (
                <RuleTable rules={rules} onOpen={mode === 'today' ? setEdited : undefined} />
              )}
            </Section>
            <Drawer
              title={t(edited?.id === 0 ? 'rules.customer.add' : 'rules.customer.edit')}
              state={edited ? 'open' : 'closed'}
              onClose={() => setEdited(null)}
            >
              {edited && <CustomerRuleForm key={edited.id} stored={edited} onDone={() => setEdited(null)} />}
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

type RuleTableProps = { rules: readonly CustomerRule[]; onOpen: ((rule: CustomerRule) => void) | undefined };

function RuleTable({ rules, onOpen }: RuleTableProps) {
  const { t } = useWords();
  const speaker = useSpeaker();
  return (
    <Table
      label={t('rules.customer.rules')}
      rows={rules}
      keyOf={(rule) => String(rule.id)}
      onOpen={onOpen}
      columns={[
        {
          id: 'rule',
          header: t('rules.rule'),
          opens: 'yes',
          cell: (rule) => (
            <>
              <span>{customerSentence(rule, speaker)}</span>
              <span className={classes.detail}>{detailsOf(rule, speaker).join(' · ')}</span>
            </>
          ),
        },
      ]}
    />
  );
}
