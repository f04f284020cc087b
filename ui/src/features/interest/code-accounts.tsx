import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Accounts = ResponseOf<'journal.accounts'>;

const ROLES = ['interest_income', 'interest_expense', 'interest_fee'] as const;
type Role = (typeof ROLES)[number];

/** Accounts of the ledger that a code posts to; where it has none of its own, those of all codes. */
export function CodeAccounts({ code }: { code: string }) {
  const { t } = useWords();
  const found = useAsk('journal.accounts', {});
  return (
    <Section title={t('interestSetup.accounts')}>
      <Answered answer={found}>{(all) => <Form code={code} all={all} />}</Answered>
    </Section>
  );
}

function Form({ code, all }: { code: string; all: Accounts }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const of = (role: Role, key: string) =>
    all.accounts.find((one) => one.role === role && one.key === key)?.account ?? '';
  const stored = Object.fromEntries(ROLES.map((role) => [role, of(role, code)])) as Record<Role, string>;
  const [typed, setTyped] = useState(stored);
  const [wrong, setWrong] = useState<Role | null>(null);
  const save = useAct('journal.account_save');
  const problem = useFieldProblems(save.error);
  const changed = ROLES.filter((role) => typed[role].trim() !== stored[role]);
  const missing = ROLES.filter((role) => typed[role].trim() === '' && of(role, '') === '');
  const saveAll = async () => {
    for (const role of changed) {
      setWrong(role);
      await save.mutateAsync({ role, key: code, account: typed[role] });
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // A refusal stands beside its field.
        void saveAll().catch(() => undefined);
      }}
    >
      <Fields columns={3}>
        {ROLES.map((role) => (
          <TextInput
            key={role}
            label={t(`journal.role.${role}`)}
            description={
              of(role, '') === ''
                ? t('interestSetup.accountOfNone')
                : t('interestSetup.accountOfAll', { account: of(role, '') })
            }
            data-testid={`code-account-${role}`}
            value={typed[role]}
            maxLength={20}
            disabled={mode === 'past'}
            error={wrong === role ? (problem('account') ?? problem('key')) : undefined}
            onChange={(event) => setTyped({ ...typed, [role]: event.currentTarget.value })}
          />
        ))}
      </Fields>
      {missing.length > 0 && (
        <Note>
          {t('interestSetup.accountsMissing', { roles: missing.map((role) => t(`journal.role.${role}`)).join(', ') })}
        </Note>
      )}
      <FormActs>
        <Button
          type="submit"
          variant="default"
          data-testid="code-accounts-save"
          loading={save.isPending}
          disabled={changed.length === 0 || mode === 'past'}
        >
          {t('interestSetup.saveAccounts')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
