import { ActionIcon, Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RequestOf, ResponseOf } from '../../wire/commands';

type Group = ResponseOf<'charges.groups'>['groups'][number];
type Line = NonNullable<RequestOf<'charges.group_save'>['lines']>[number];

/** Hundredths of a percent in a percent. */
const PER_PERCENT = 100;
const NEW: Group = { code: '', description: '', lines: [], bank_accounts: [] };
const NEW_LINE: Line = {
  code: 'NSF',
  text: '',
  translations: {},
  valid_for: 'all',
  valid_key: '',
  currency: 'EUR',
  amount_minor: null,
  percent_bp: null,
  tax_code: '',
  tax_bp: 0,
};

/** Whether payments may come back at all, and what is charged for it. */
export function ReturnsSetup() {
  const { t } = useWords();
  const parameters = useAsk('returns.parameters', {});
  const save = useAct('returns.parameters_save');
  const groups = useAsk('charges.groups', {});
  const [edited, setEdited] = useState<Group | null>(null);
  if (edited) return <GroupForm key={edited.code} stored={edited} onDone={() => setEdited(null)} />;
  return (
    <>
      <Answered answer={parameters}>
        {({ not_sufficient_funds: on }) => (
          <Switch
            label={t('returns.switch')}
            description={t('returns.switchAbout')}
            checked={on === 'on'}
            onChange={(event) => save.mutate({ not_sufficient_funds: event.currentTarget.checked ? 'on' : 'off' })}
          />
        )}
      </Answered>
      <FormProblem error={save.error} />
      <h2>{t('returns.groups')}</h2>
      <p>{t('returns.groupsAbout')}</p>
      <Answered answer={groups}>
        {(data) => (
          <Table
            label={t('returns.groups')}
            rows={data.groups}
            keyOf={(group) => group.code}
            onOpen={setEdited}
            columns={[
              { id: 'code', header: t('returns.groupCode'), opens: 'yes', cell: (group) => group.code },
              { id: 'description', header: t('returns.description'), cell: (group) => group.description },
              { id: 'lines', header: t('returns.lines'), align: 'right', cell: (group) => String(group.lines.length) },
              {
                id: 'accounts',
                header: t('returns.onAccounts'),
                cell: (group) => group.bank_accounts.join(', ') || t('returns.onNoAccount'),
              },
            ]}
          />
        )}
      </Answered>
      <div>
        <Button variant="default" onClick={() => setEdited(NEW)}>
          {t('returns.addGroup')}
        </Button>
      </div>
    </>
  );
}

function GroupForm({ stored, onDone }: { stored: Group; onDone: () => void }) {
  const { t } = useWords();
  const [group, setGroup] = useState(stored);
  const save = useAct('charges.group_save');
  const remove = useAct('charges.group_delete');
  const error = save.error ?? remove.error;
  const problem = useFieldProblems(error);
  const change = (part: Partial<Group>) => setGroup({ ...group, ...part });
  const setLine = (at: number, part: Partial<Line>) =>
    change({ lines: group.lines.map((line, other) => (other === at ? { ...line, ...part } : line)) as Group['lines'] });
  const row = typeof error?.args.row === 'number' ? error.args.row - 1 : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(group, { onSuccess: onDone });
      }}
    >
      <Fields columns={2}>
        <TextInput
          label={t('returns.groupCode')}
          value={group.code}
          disabled={stored.code !== ''}
          error={problem('code')}
          onChange={(event) => change({ code: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={t('returns.description')}
          value={group.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
      </Fields>
      {group.lines.length === 0 && <Note>{t('returns.noLines')}</Note>}
      {group.lines.map((line, at) => (
        <LineForm
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name while they are typed.
          key={at}
          line={line as Line}
          title={t('returns.line', { number: at + 1 })}
          problem={(field) => (row === at ? problem(field) : undefined)}
          onChange={(part) => setLine(at, part)}
          onRemove={() => change({ lines: group.lines.filter((_, other) => other !== at) })}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => change({ lines: [...group.lines, NEW_LINE] as Group['lines'] })}
        >
          {t('returns.addLine')}
        </Button>
      </div>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('returns.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        {stored.code !== '' && (
          <Button
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ code: stored.code }, { onSuccess: onDone })}
          >
            {t('returns.deleteGroup')}
          </Button>
        )}
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}

type LineFormProps = {
  line: Line;
  title: string;
  problem: (field: string) => string | undefined;
  onChange: (part: Partial<Line>) => void;
  onRemove: () => void;
};

/** A line: a code with its text, for whom it holds, and how much it is. */
function LineForm({ line, title, problem, onChange, onRemove }: LineFormProps) {
  const { t } = useWords();
  const byPercent = line.percent_bp !== null && line.percent_bp !== undefined;
  const text = (field: 'code' | 'text' | 'valid_key' | 'tax_code', label: string, error?: string) => (
    <TextInput
      label={label}
      value={line[field] ?? ''}
      error={error ?? problem(field)}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
    />
  );
  const translation = (language: 'de' | 'en', label: string) => (
    <TextInput
      label={label}
      value={line.translations?.[language] ?? ''}
      onChange={(event) => onChange({ translations: { ...line.translations, [language]: event.currentTarget.value } })}
    />
  );
  return (
    <FormSection title={title}>
      <Fields columns={2}>
        {text('code', t('returns.chargesCode'), problem('line_code'))}
        {text('text', t('returns.text'))}
        {translation('de', t('returns.textDe'))}
        {translation('en', t('returns.textEn'))}
        <Select
          label={t('returns.validFor')}
          data={(['all', 'group', 'customer'] as const).map((value) => ({ value, label: t(`returns.for.${value}`) }))}
          value={line.valid_for ?? 'all'}
          allowDeselect={false}
          onChange={(value) =>
            value && onChange({ valid_for: value as 'all', ...(value === 'all' ? { valid_key: '' } : {}) })
          }
        />
        {line.valid_for !== 'all' && text('valid_key', t(`returns.key.${line.valid_for as 'group'}`))}
        <Select
          label={t('returns.how')}
          data={(['amount', 'percent'] as const).map((value) => ({ value, label: t(`returns.amountOr.${value}`) }))}
          value={byPercent ? 'percent' : 'amount'}
          allowDeselect={false}
          onChange={(value) =>
            onChange(value === 'percent' ? { percent_bp: PER_PERCENT, amount_minor: null } : { percent_bp: null })
          }
        />
        <TextInput
          label={t('returns.currency')}
          description={byPercent ? t('returns.anyCurrency') : undefined}
          value={line.currency ?? ''}
          error={problem('currency')}
          onChange={(event) => onChange({ currency: event.currentTarget.value.trim().toUpperCase() || null })}
        />
        {byPercent ? (
          <NumberInput
            label={t('returns.percent')}
            value={(line.percent_bp ?? 0) / PER_PERCENT}
            min={0}
            max={100}
            decimalScale={2}
            onChange={(value) => onChange({ percent_bp: Math.round(Number(value) * PER_PERCENT) })}
          />
        ) : (
          <MoneyField
            label={t('returns.fixed')}
            value={line.amount_minor ?? null}
            currency={line.currency && line.currency.length === 3 ? line.currency : 'EUR'}
            error={problem('amount_minor')}
            onChange={(amount_minor) => onChange({ amount_minor })}
          />
        )}
        {text('tax_code', t('returns.taxCode'))}
        <NumberInput
          label={t('returns.taxPercent')}
          description={t('returns.taxPercentAbout')}
          value={(line.tax_bp ?? 0) / PER_PERCENT}
          min={0}
          max={100}
          decimalScale={2}
          error={problem('tax_bp')}
          onChange={(value) => onChange({ tax_bp: Math.round(Number(value) * PER_PERCENT) })}
        />
      </Fields>
      <div>
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={t('returns.removeLine', { line: title })}
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      </div>
    </FormSection>
  );
}
