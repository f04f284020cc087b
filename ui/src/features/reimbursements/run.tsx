import { Button, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { DayText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { RunView, useRunTerms } from '../../kit/reimbursements';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';

/** A run over one customer or all: what it would propose and leave out is shown before it does. */
export function NewRun({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const [accounts, setAccounts] = useState<string[]>([]);
  const [groups, setGroups] = useState<string[]>([]);
  const terms = useRunTerms(null, { accounts, groups });
  const preview = useAsk('reimbursements.preview', terms.request, { meanwhile: 'previous' });
  const propose = useAct('reimbursements.propose');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate(terms.request, { onSuccess: onDone });
      }}
    >
      <Fields columns={2}>
        <CustomerField
          key={accounts.length}
          label={t('reimbursements.addCustomer')}
          onChoose={(chosen) => chosen && setAccounts([...new Set([...accounts, chosen])])}
        />
        <TagsInput
          label={t('reimbursements.which')}
          description={t('reimbursements.groupsHint')}
          data-testid="reimbursement-accounts"
          value={accounts}
          onChange={setAccounts}
        />
        <TagsInput
          label={t('reimbursements.groups')}
          description={t('reimbursements.groupsHint')}
          data-testid="reimbursement-groups"
          value={groups}
          onChange={setGroups}
        />
        <Select
          label={t('reimbursements.summarize')}
          data={(['customer', 'dimensions'] as const).map((value) => ({
            value,
            label: t(`reimbursements.sums.${value}`),
          }))}
          value={terms.summarize}
          allowDeselect={false}
          onChange={(value) => value && terms.setSummarize(value as 'customer')}
        />
        <Select
          label={t('reimbursements.withDebits')}
          data={(['skip', 'include'] as const).map((value) => ({ value, label: t(`reimbursements.debits.${value}`) }))}
          value={terms.withDebits}
          allowDeselect={false}
          onChange={(value) => value && terms.setWithDebits(value as 'skip')}
        />
      </Fields>
      <Answered answer={preview}>{(run) => <RunView run={run} choice={terms.choice} />}</Answered>
      <FormActs>
        <Button
          type="submit"
          loading={propose.isPending}
          disabled={(preview.data?.reimbursements.length ?? 0) === 0}
          data-testid="propose"
        >
          {t('reimbursements.propose', { count: preview.data?.reimbursements.length ?? 0 })}
        </Button>
        <FormProblem error={propose.error ?? preview.error} />
      </FormActs>
    </form>
  );
}

/** The runs so far; opening one shows what it proposed and what it left out. */
export function Runs() {
  const { t } = useWords();
  const runs = useAsk('reimbursements.runs', {});
  const [opened, setOpened] = useState<number | null>(null);
  const report = useAsk('reimbursements.run', { run_id: opened ?? 0 }, { when: opened === null ? 'later' : 'now' });
  return (
    <>
      <Answered answer={runs}>
        {(data) =>
          data.runs.length === 0 ? (
            <Note>{t('reimbursements.noRuns')}</Note>
          ) : (
            <Table
              label={t('reimbursements.runs')}
              rows={data.runs}
              keyOf={(run) => String(run.run_id)}
              tone={(run) => (run.run_id === opened ? 'chosen' : 'plain')}
              onOpen={(run) => setOpened(run.run_id)}
              columns={[
                {
                  id: 'on',
                  header: t('reimbursements.day'),
                  opens: 'yes',
                  cell: (run) => <DayText day={run.run_on} />,
                },
                {
                  id: 'account',
                  header: t('reimbursements.which'),
                  cell: (run) =>
                    [run.account, ...run.accounts, ...run.groups].filter(Boolean).join(', ') ||
                    t('reimbursements.everybody'),
                },
                { id: 'user', header: t('reimbursements.who'), cell: (run) => run.user },
                {
                  id: 'proposed',
                  header: t('reimbursements.proposals'),
                  align: 'right',
                  cell: (run) => String(run.proposed),
                },
                {
                  id: 'skipped',
                  header: t('reimbursements.skipped'),
                  align: 'right',
                  cell: (run) => String(run.skipped),
                },
              ]}
            />
          )
        }
      </Answered>
      {opened !== null && <Answered answer={report}>{(run) => <RunView run={run} />}</Answered>}
    </>
  );
}
