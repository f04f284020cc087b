import { ActionIcon, Button, Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { FormActs, FormSection } from '../../kit/form';
import { Page } from '../../kit/page';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

type Rules = ResponseOf<'settlement.parameters'>;
type Level = Rules['priority'][number];
type Tolerance = Rules['tolerances'][number];

const BY: readonly Level['by'][] = ['kind', 'transaction_on', 'due_on', 'document_no'];

/** In which order payments pay, how much too little is too little, and what posts itself. */
export function SettlementRulesPage() {
  const { t } = useWords();
  const rules = useAsk('settlement.parameters', {});
  const bank = useAsk('bank.parameters', {});
  return (
    <Page title={t('shell.page.settlementRules')} about={t('settlement.rulesAbout')}>
      <Answered answer={bank}>{(stored) => <AutoPost key={stored.auto_post} stored={stored} />}</Answered>
      <Answered answer={rules}>{(stored) => <RulesForm key={JSON.stringify(stored)} stored={stored} />}</Answered>
    </Page>
  );
}

function AutoPost({ stored }: { stored: ResponseOf<'bank.parameters'> }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const save = useAct('bank.parameters_save');
  return (
    <FormSection title={t('settlement.autoPost')} about={t('settlement.autoPostAbout')}>
      <SegmentedControl
        aria-label={t('settlement.autoPost')}
        value={stored.auto_post}
        disabled={mode === 'past' || save.isPending}
        onChange={(value) => save.mutate({ ...stored, auto_post: value as typeof stored.auto_post })}
        data={(['never', 'exact'] as const).map((value) => ({ value, label: t(`settlement.autoPostBy.${value}`) }))}
      />
      <FormProblem error={save.error} />
    </FormSection>
  );
}

function RulesForm({ stored }: { stored: Rules }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const save = useAct('settlement.parameters_save');
  const [rules, setRules] = useState(stored);
  const set = (part: Partial<Rules>) => setRules((now) => ({ ...now, ...part }));
  const changed = JSON.stringify(rules) !== JSON.stringify(stored);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(rules);
      }}
    >
      <FormSection title={t('settlement.order')} about={t('settlement.orderAbout')}>
        <Checkbox
          label={t('settlement.isAutomatic')}
          checked={rules.automatic}
          onChange={(event) => set({ automatic: event.currentTarget.checked })}
        />
        <Select
          label={t('settlement.legalOrder')}
          data={(['by_country', 'none', 'costs_interest_principal'] as const).map((value) => ({
            value,
            label: t(`settlement.legal.${value}`),
          }))}
          value={rules.legal_order}
          onChange={(value) => value && set({ legal_order: value as Rules['legal_order'] })}
        />
        <Checkbox
          label={t('settlement.usePriority')}
          checked={rules.use_priority}
          onChange={(event) => set({ use_priority: event.currentTarget.checked })}
        />
        {rules.use_priority ? (
          <Levels levels={rules.priority} onChange={(priority) => set({ priority })} />
        ) : (
          <Note>{t('settlement.byDueDay')}</Note>
        )}
      </FormSection>
      <FormSection title={t('settlement.tolerances')} about={t('settlement.tolerancesAbout')}>
        <Tolerances tolerances={rules.tolerances} onChange={(tolerances) => set({ tolerances })} />
        <TextInput
          label={t('settlement.discountDays')}
          inputMode="numeric"
          w={140}
          value={String(rules.discount_tolerance_days)}
          onChange={(event) => {
            const days = Number.parseInt(event.currentTarget.value || '0', 10);
            if (Number.isInteger(days) && days >= 0 && days <= 90) set({ discount_tolerance_days: days });
          }}
        />
      </FormSection>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('settlement.saveRules')}
        </Button>
        {changed && (
          <Button variant="default" onClick={() => setRules(stored)}>
            {t('settlement.discard')}
          </Button>
        )}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

function Levels({ levels, onChange }: { levels: readonly Level[]; onChange: (levels: Level[]) => void }) {
  const { t } = useWords();
  const move = (from: number, to: number) => {
    const next = [...levels];
    const [level] = next.splice(from, 1);
    if (level) next.splice(to, 0, level);
    onChange(next);
  };
  const rest = BY.filter((by) => !levels.some((level) => level.by === by));
  return (
    <>
      <Table
        label={t('settlement.usePriority')}
        rows={levels}
        keyOf={(level) => level.by}
        columns={[
          { id: 'by', header: t('settlement.level'), cell: (level) => t(`settlement.by.${level.by}`) },
          {
            id: 'order',
            header: t('settlement.direction'),
            cell: (level) =>
              level.by === 'kind' ? (
                level.kinds.map((kind) => t(`customers.kindName.${kind}`)).join(', ')
              ) : (
                <SegmentedControl
                  size="xs"
                  aria-label={t(`settlement.by.${level.by}`)}
                  value={level.order}
                  onChange={(value) =>
                    onChange(
                      levels.map((other) => (other === level ? { ...level, order: value as Level['order'] } : other)),
                    )
                  }
                  data={(['ascending', 'descending'] as const).map((value) => ({
                    value,
                    label: t(`settlement.${value}`),
                  }))}
                />
              ),
          },
          {
            id: 'acts',
            header: '',
            align: 'right',
            cell: (level) => {
              const at = levels.indexOf(level);
              return (
                <>
                  <ActionIcon
                    variant="subtle"
                    aria-label={t('settlement.up')}
                    disabled={at === 0}
                    onClick={() => move(at, at - 1)}
                  >
                    <IconArrowUp size={14} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    aria-label={t('settlement.down')}
                    disabled={at === levels.length - 1}
                    onClick={() => move(at, at + 1)}
                  >
                    <IconArrowDown size={14} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    aria-label={t('settlement.removeLevel')}
                    onClick={() => onChange(levels.filter((other) => other !== level))}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                </>
              );
            },
          },
        ]}
      />
      {rest.length > 0 && (
        <Select
          label={t('settlement.addLevel')}
          value={null}
          data={rest.map((by) => ({ value: by, label: t(`settlement.by.${by}`) }))}
          onChange={(by) =>
            by &&
            onChange([
              ...levels,
              {
                by: by as Level['by'],
                order: 'ascending',
                kinds: by === 'kind' ? ['letter_fee', 'interest_note', 'invoice', 'refund', 'other'] : [],
              },
            ])
          }
        />
      )}
    </>
  );
}

type TolerancesProps = { tolerances: readonly Tolerance[]; onChange: (tolerances: Tolerance[]) => void };

function Tolerances({ tolerances, onChange }: TolerancesProps) {
  const { t } = useWords();
  const [currency, setCurrency] = useState('');
  const put = (tolerance: Tolerance) =>
    onChange(tolerances.map((other) => (other.currency === tolerance.currency ? tolerance : other)));
  const money = (tolerance: Tolerance, name: 'under_minor' | 'over_minor' | 'discount_minor', label: string) => (
    <MoneyField
      label={`${label} ${tolerance.currency}`}
      labelled="hidden"
      value={tolerance[name]}
      currency={tolerance.currency}
      onChange={(minor) => put({ ...tolerance, [name]: minor ?? 0 })}
    />
  );
  const code = currency.trim().toUpperCase();
  return (
    <>
      {tolerances.length > 0 && (
        <Table
          label={t('settlement.tolerances')}
          rows={tolerances}
          keyOf={(tolerance) => tolerance.currency}
          columns={[
            { id: 'currency', header: t('settlement.currency'), cell: (tolerance) => tolerance.currency },
            {
              id: 'under',
              header: t('settlement.under'),
              cell: (tolerance) => money(tolerance, 'under_minor', t('settlement.under')),
            },
            {
              id: 'over',
              header: t('settlement.over'),
              cell: (tolerance) => money(tolerance, 'over_minor', t('settlement.over')),
            },
            {
              id: 'discount',
              header: t('settlement.discountOver'),
              cell: (tolerance) => money(tolerance, 'discount_minor', t('settlement.discountOver')),
            },
            {
              id: 'remove',
              header: '',
              cell: (tolerance) => (
                <ActionIcon
                  variant="subtle"
                  aria-label={t('settlement.removeTolerance', { currency: tolerance.currency })}
                  onClick={() => onChange(tolerances.filter((other) => other !== tolerance))}
                >
                  <IconX size={14} />
                </ActionIcon>
              ),
            },
          ]}
        />
      )}
      <div style={{ display: 'flex', gap: 8, alignItems: 'end' }}>
        <TextInput
          label={t('settlement.addTolerance')}
          w={140}
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={!/^[A-Z]{3}$/.test(code) || tolerances.some((other) => other.currency === code)}
          onClick={() => {
            onChange([...tolerances, { currency: code, under_minor: 0, over_minor: 0, discount_minor: 0 }]);
            setCurrency('');
          }}
        >
          {t('settlement.add')}
        </Button>
      </div>
    </>
  );
}
