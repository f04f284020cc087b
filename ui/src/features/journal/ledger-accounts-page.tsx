import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { Page } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { type Accounts, BY_INTEREST_CODE, KEYED, ROLES, type Role } from './types';

type Edited = { role: Role; key: string; account: string; state: 'new' | 'stored' };

/** Accounts of the ledger by what they are for; what is missing is said before an export stumbles over it. */
export function LedgerAccountsPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const found = useAsk('journal.accounts', {});
  const [edited, setEdited] = useState<Edited | null>(null);
  const add = () => setEdited({ role: 'sales_tax', key: '', account: '', state: 'new' });
  const label = t('journal.addAccount');
  useActions(mode === 'today' ? [{ id: 'ledgerAccounts.add', label, group: 'page', keys: 'n', run: add }] : []);
  return (
    <Page
      title={t('shell.page.ledgerAccounts')}
      about={t('journal.accountsAbout')}
      actions={
        <Button disabled={mode === 'past'} onClick={add}>
          {label}
        </Button>
      }
    >
      <Answered answer={found}>
        {(data) => (
          <>
            <Missing of={data} />
            <AccountsTable of={data} onOpen={mode === 'today' ? setEdited : undefined} />
            <Datev key={JSON.stringify(data.parameters)} of={data} />
          </>
        )}
      </Answered>
      <Drawer
        title={edited ? t(`journal.role.${edited.role}`) : ''}
        state={edited ? 'open' : 'closed'}
        onClose={() => setEdited(null)}
      >
        {edited && <AccountForm key={`${edited.role} ${edited.key}`} stored={edited} onDone={() => setEdited(null)} />}
      </Drawer>
    </Page>
  );
}

function Missing({ of }: { of: Accounts }) {
  const { t } = useWords();
  if (of.missing.length === 0) return null;
  const count = of.missing.map(({ role, key, lines }) =>
    t('journal.missingOf', { role: [t(`journal.role.${role}`), key].filter(Boolean).join(' '), count: lines }),
  );
  return <Note tone="warn">{t('journal.missingLines', { roles: count.join(', ') })}</Note>;
}

type TableProps = { of: Accounts; onOpen: ((edited: Edited) => void) | undefined };

/** Every role has a row, also the one without an account. */
function AccountsTable({ of, onOpen }: TableProps) {
  const { t } = useWords();
  const rows: (Edited & { from: 'here' | 'bank' })[] = ROLES.flatMap((role) => {
    const own = of.accounts.filter((one) => one.role === role);
    const plain = own.some(({ key }) => key === '') ? [] : [{ role, key: '', account: '' }];
    const banks = role === 'bank' ? of.of_banks : [];
    return [
      ...[...plain, ...own].map((one) => ({ ...one, state: 'stored' as const, from: 'here' as const })),
      ...banks.map((one) => ({ ...one, state: 'stored' as const, from: 'bank' as const })),
    ];
  });
  return (
    <Table
      label={t('shell.page.ledgerAccounts')}
      rows={rows}
      keyOf={(row) => `${row.from} ${row.role} ${row.key}`}
      onOpen={onOpen && ((row) => row.from === 'here' && onOpen(row))}
      columns={[
        { id: 'role', header: t('journal.for'), opens: 'yes', cell: (row) => t(`journal.role.${row.role}`) },
        {
          id: 'key',
          header: t('journal.key'),
          cell: (row) => row.key || (KEYED.includes(row.role) ? t('journal.allOthers') : ''),
        },
        {
          id: 'account',
          header: t('journal.account'),
          cell: (row) => (row.account ? <span className="tabular">{row.account}</span> : t('journal.noAccount')),
        },
        {
          id: 'about',
          header: '',
          cell: (row) => (row.from === 'bank' ? t('journal.fromBank') : t(`journal.roleAbout.${row.role}`)),
        },
      ]}
    />
  );
}

function AccountForm({ stored, onDone }: { stored: Edited; onDone: () => void }) {
  const { t } = useWords();
  const [row, setRow] = useState(stored);
  const save = useAct('journal.account_save');
  const problem = useFieldProblems(save.error);
  const keyed = KEYED.includes(row.role);
  const ofCode = BY_INTEREST_CODE.includes(row.role);
  const codes = useAsk('interest.codes', {}, { when: ofCode ? 'now' : 'later' });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const { role, key, account } = row;
        save.mutate({ role, key: keyed ? key : '', account }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('journal.for')}
          data={ROLES.map((value) => ({ value, label: t(`journal.role.${value}`) }))}
          value={row.role}
          allowDeselect={false}
          disabled={stored.state === 'stored'}
          onChange={(role) => role && setRow({ ...row, role: role as Role, key: '' })}
        />
        {ofCode && (
          <Select
            label={t(`journal.keyOf.${row.role as 'bank'}`)}
            description={t('journal.keyHint')}
            data={[
              { value: '', label: t('journal.allOthers') },
              ...(codes.data?.codes ?? []).map(({ id, description }) => ({
                value: id,
                label: [id, description].filter((text, at, all) => text && all.indexOf(text) === at).join(' · '),
              })),
            ]}
            value={row.key}
            allowDeselect={false}
            disabled={stored.state === 'stored'}
            error={problem('key')}
            onChange={(key) => key !== null && setRow({ ...row, key })}
          />
        )}
        {keyed && !ofCode && (
          <TextInput
            label={t(`journal.keyOf.${row.role as 'bank'}`)}
            description={t('journal.keyHint')}
            value={row.key}
            disabled={stored.state === 'stored'}
            error={problem('key')}
            onChange={(event) => setRow({ ...row, key: event.currentTarget.value })}
          />
        )}
        <TextInput
          label={t('journal.account')}
          description={t('journal.accountHint')}
          value={row.account}
          maxLength={20}
          error={problem('account')}
          onChange={(event) => setRow({ ...row, account: event.currentTarget.value })}
          data-autofocus
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

function Datev({ of }: { of: Accounts }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [value, setValue] = useState(of.parameters);
  const save = useAct('journal.parameters_save');
  const problem = useFieldProblems(save.error);
  const changed = JSON.stringify(value) !== JSON.stringify(of.parameters);
  const [keys, setKeys] = useState(Object.entries(of.parameters.tax_keys));
  const setTaxKeys = (rows: [string, string][]) => {
    setKeys(rows);
    setValue({ ...value, tax_keys: Object.fromEntries(rows.filter(([code, key]) => code !== '' || key !== '')) });
  };
  const field = (name: 'consultant_no' | 'client_no' | 'fiscal_month') => (
    <NumberInput
      label={t(`journal.datev.${name}`)}
      allowDecimal={false}
      thousandSeparator=""
      value={value[name]}
      error={problem(name)}
      onChange={(typed) => typeof typed === 'number' && setValue({ ...value, [name]: typed })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(value);
      }}
    >
      <FormSection title={t('journal.datev.title')} about={t('journal.datev.about')}>
        <Fields columns={3}>
          {field('consultant_no')}
          {field('client_no')}
          {field('fiscal_month')}
          {(['cost_centre', 'cost_object'] as const).map((name) => (
            <TextInput
              key={name}
              label={t(`journal.datev.${name}`)}
              description={t('journal.datev.costHint')}
              value={value[name]}
              error={problem(name)}
              onChange={(event) => setValue({ ...value, [name]: event.currentTarget.value })}
              data-testid={name}
            />
          ))}
        </Fields>
        <TaxKeys rows={keys} problem={problem('tax_keys')} onChange={setTaxKeys} />
        <FormActs>
          <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
            {t('kit.save')}
          </Button>
          <FormProblem error={save.error} />
        </FormActs>
      </FormSection>
    </form>
  );
}

type TaxKeysProps = {
  rows: readonly [string, string][];
  problem: string | undefined;
  onChange: (rows: [string, string][]) => void;
};

/** By which key the accounting package finds the tax of a tax code. */
function TaxKeys({ rows, problem, onChange }: TaxKeysProps) {
  const { t } = useWords();
  const set = (at: number, row: [string, string]) =>
    onChange(rows.map((other, other_at) => (other_at === at ? row : other)));
  return (
    <div>
      <p>{t('journal.datev.taxKeysAbout')}</p>
      {rows.map(([code, key], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed.
        <Fields key={at} columns={3}>
          <TextInput
            label={t('journal.datev.taxCode')}
            value={code}
            onChange={(event) => set(at, [event.currentTarget.value, key])}
            data-testid={`tax-code-${at}`}
          />
          <TextInput
            label={t('journal.datev.taxKey')}
            value={key}
            maxLength={4}
            error={problem}
            onChange={(event) => set(at, [code, event.currentTarget.value])}
            data-testid={`tax-key-${at}`}
          />
          <Button
            variant="subtle"
            onClick={() => onChange(rows.filter((_, other) => other !== at))}
            style={{ alignSelf: 'end' }}
          >
            {t('journal.datev.removeTaxKey', { code })}
          </Button>
        </Fields>
      ))}
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => onChange([...rows, ['', '']])}
        data-testid="add-tax-key"
      >
        {t('journal.datev.addTaxKey')}
      </Button>
    </div>
  );
}
