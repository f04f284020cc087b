import { ActionIcon, Autocomplete, Button, Group, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { formatMoney } from '../../kit/format/money';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { RequestOf } from '../../wire/commands';
import type { Application, Prospect } from './applications-page';

type Save = RequestOf<'applications.save'>;
type RequestFormProps = {
  stored: Application | null;
  prospects: readonly Prospect[];
  onProspect: () => void;
  /** The application that was saved, or nothing. */
  onDone: (id: number | null) => void;
};

/** What a prospect asks for, and what was found about it. */
export function RequestForm({ stored, prospects, onProspect, onDone }: RequestFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const terms = useAsk('terms.list', {});
  const [row, setRow] = useState<Save>({
    id: stored?.id ?? 0,
    prospect_id: stored?.prospect.id ?? 0,
    requested_on: stored?.requested_on ?? state.today,
    requested_terms: stored?.requested_terms ?? null,
    requested_minor: stored?.requested_minor ?? 0,
    currency: stored?.currency ?? state.book?.currency ?? 'EUR',
    monthly_sales_minor: stored?.monthly_sales_minor ?? null,
    scores: stored?.scores ?? [],
    proposed_minor: stored?.proposed_minor ?? null,
    assessment: stored?.assessment ?? '',
  });
  const set = (part: Partial<Save>) => setRow({ ...row, ...part });
  const save = useAct('applications.save');
  const problem = useFieldProblems(save.error);
  const currency = row.currency.length === 3 ? row.currency : 'EUR';
  if (!stored && prospects.length === 0) {
    return (
      <>
        <Note>{t('applications.noProspects')}</Note>
        <FormActs>
          <Button onClick={onProspect} data-autofocus>
            {t('applications.addProspect')}
          </Button>
        </FormActs>
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row, { onSuccess: (file) => onDone(file.application.id) });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('applications.prospect')}
          searchable
          data={prospects.map(({ id, number, name }) => ({ value: String(id), label: `${number} · ${name}` }))}
          value={row.prospect_id === 0 ? null : String(row.prospect_id)}
          onChange={(value) => value && set({ prospect_id: Number(value) })}
          data-autofocus
        />
        <DayField
          label={t('applications.requestedOn')}
          value={row.requested_on}
          today={state.today}
          onChange={(day) => day && set({ requested_on: day })}
        />
        <Select
          label={t('applications.requestedTerms')}
          clearable
          data={(terms.data?.terms ?? []).map(({ id, description }) => ({ value: id, label: description || id }))}
          value={row.requested_terms}
          error={problem('requested_terms')}
          onChange={(value) => set({ requested_terms: value })}
        />
        <TextInput
          label={t('credit.currency')}
          value={row.currency}
          maxLength={3}
          error={problem('currency')}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
        />
        <MoneyField
          label={t('applications.requested')}
          value={row.requested_minor}
          currency={currency}
          error={problem('requested_minor')}
          onChange={(minor) => set({ requested_minor: minor ?? 0 })}
        />
        <MoneyField
          label={t('applications.monthlySales')}
          empty="allowed"
          value={row.monthly_sales_minor}
          currency={currency}
          error={problem('monthly_sales_minor')}
          onChange={(minor) => set({ monthly_sales_minor: minor })}
        />
        <Scores rows={row.scores} onChange={(scores) => set({ scores })} />
        <ProposedByScores row={row} onPropose={(minor) => set({ proposed_minor: minor })} />
        <MoneyField
          label={t('applications.proposed')}
          empty="allowed"
          value={row.proposed_minor}
          currency={currency}
          error={problem('proposed_minor')}
          onChange={(minor) => set({ proposed_minor: minor })}
        />
        <Textarea
          label={t('applications.assessment')}
          autosize
          minRows={3}
          value={row.assessment}
          onChange={(event) => set({ assessment: event.currentTarget.value })}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={row.prospect_id === 0}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={() => onDone(null)}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

type ProposedProps = { row: Save; onPropose: (minor: number) => void };

/** What automatic limits propose from the scores; taken over with one click. */
function ProposedByScores({ row, onPropose }: ProposedProps) {
  const { t, locale } = useWords();
  const ask = row.prospect_id !== 0 && row.currency.length === 3;
  const answer = useAsk(
    'applications.propose',
    { prospect_id: row.prospect_id, currency: row.currency, scores: row.scores },
    { when: ask ? 'now' : 'later', meanwhile: 'previous' },
  );
  const minor = answer.data?.proposed_minor ?? null;
  const group = answer.data?.risk_group ?? null;
  if (!ask || minor === null) return null;
  const amount = formatMoney({ minor, currency: row.currency }, locale);
  return (
    <Note>
      {t('applications.byScores', { amount, group: group ?? '' })}{' '}
      <Button
        variant="subtle"
        size="compact-sm"
        disabled={row.proposed_minor === minor}
        onClick={() => onPropose(minor)}
      >
        {t('applications.takeProposal')}
      </Button>
    </Note>
  );
}

/** What was looked at, and what was found; a user-defined scoring group gives its values to choose from. */
function Scores({ rows, onChange }: { rows: Save['scores']; onChange: (rows: Save['scores']) => void }) {
  const { t } = useWords();
  const setup = useAsk('risk.setup', {});
  const groups = (setup.data?.scoring ?? []).filter((group) => group.group_type === 'user_defined');
  const choices = (name: string) =>
    (groups.find(({ code }) => code === name)?.lines ?? []).flatMap(({ value }) => (value === null ? [] : [value]));
  const set = (at: number, part: Partial<Save['scores'][number]>) =>
    onChange(rows.map((row, other) => (other === at ? { ...row, ...part } : row)));
  return (
    <div>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a score has no other name while it is typed.
        <Group key={at} gap="xs" wrap="nowrap">
          <Autocomplete
            aria-label={`${t('applications.scoreName')} ${at + 1}`}
            placeholder={t('applications.scoreName')}
            data={groups.map(({ code }) => code)}
            value={row.name}
            onChange={(name) => set(at, { name })}
          />
          <Autocomplete
            aria-label={`${t('applications.scoreValue')} ${at + 1}`}
            placeholder={t('applications.scoreValue')}
            data={choices(row.name)}
            value={row.value}
            onChange={(value) => set(at, { value })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('applications.removeScore', { row: at + 1 })}
            onClick={() => onChange(rows.filter((_, other) => other !== at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...rows, { name: '', value: '' }])}
      >
        {t('applications.addScore')}
      </Button>
    </div>
  );
}
