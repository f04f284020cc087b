import { Button, NumberInput, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useDraft } from '../../data/draft';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DecimalField } from '../../kit/fields/decimal-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

export type TermsRow = ResponseOf<'terms.list'>['terms'][number];

export const NEW_TERMS: TermsRow = { id: '', description: '', terms: { months: 0, days: 30, from: 'document_day' } };

const LONGEST_MONTHS = 60;
const LONGEST_DAYS = 3650;

type TermsFormProps = { stored: TermsRow; taken: readonly string[]; onDone: () => void };

/** One terms of payment. */
export function TermsForm({ stored, taken, onDone }: TermsFormProps) {
  const { t } = useWords();
  const draft = useDraft<TermsRow>(`terms.${stored.id}`, stored);
  const row = draft.value;
  const save = useAct('terms.save');
  const problem = useFieldProblems(save.error);
  const isNew = stored.id === '';
  const idTaken = isNew && taken.includes(row.id.trim());
  const discount = row.discount ?? null;
  const set = (change: Partial<TermsRow['terms']>) => draft.set({ terms: { ...row.terms, ...change } });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { ...row, id: row.id.trim() },
          {
            onSuccess: () => {
              draft.discard();
              onDone();
            },
          },
        );
      }}
    >
      <Fields columns={1}>
        <TextInput
          label={t('terms.id')}
          description={isNew ? t('terms.idHint') : undefined}
          value={row.id}
          disabled={!isNew}
          error={problem('id') ?? (idTaken ? t('terms.idTaken') : undefined)}
          onChange={(event) => draft.set({ id: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={t('terms.description')}
          value={row.description}
          onChange={(event) => draft.set({ description: event.currentTarget.value })}
        />
        <NumberInput
          label={t('terms.months')}
          min={0}
          max={LONGEST_MONTHS}
          allowDecimal={false}
          value={row.terms.months}
          onChange={(months) => typeof months === 'number' && set({ months })}
        />
        <NumberInput
          label={t('terms.days')}
          min={0}
          max={LONGEST_DAYS}
          allowDecimal={false}
          value={row.terms.days}
          error={problem('days')}
          onChange={(days) => typeof days === 'number' && set({ days })}
        />
        <div>
          <Text component="div" size="xs" fw={550} mb={4}>
            {t('terms.from')}
          </Text>
          <SegmentedControl
            aria-label={t('terms.from')}
            value={row.terms.from}
            onChange={(from) => set({ from: from as TermsRow['terms']['from'] })}
            data={(['document_day', 'end_of_month'] as const).map((value) => ({
              value,
              label: t(`terms.fromName.${value}`),
            }))}
          />
        </div>
        <NumberInput
          label={t('terms.discountDays')}
          description={t('terms.discountDaysHint')}
          min={0}
          max={LONGEST_DAYS}
          allowDecimal={false}
          value={discount?.days ?? ''}
          error={problem('discount_days')}
          data-testid="terms-discount-days"
          onChange={(days) =>
            draft.set({ discount: typeof days === 'number' ? { percent: discount?.percent ?? null, days } : null })
          }
        />
        {discount && (
          <DecimalField
            label={t('terms.discountPercent')}
            description={t('terms.discountPercentHint')}
            blank="allowed"
            value={discount.percent ?? ''}
            refused={problem('discount_percent')}
            testId="terms-discount-percent"
            onChange={(percent) => draft.set({ discount: { ...discount, percent: percent === '' ? null : percent } })}
          />
        )}
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={idTaken}>
          {t('kit.save')}
        </Button>
        <Button
          variant="subtle"
          onClick={() => {
            draft.discard();
            onDone();
          }}
        >
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
