import { Checkbox, Select } from '@mantine/core';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DecimalField } from '../../kit/fields/decimal-field';
import { Fields } from '../../kit/form';
import { formatDecimal } from '../../kit/format/decimal';
import { lawName } from './charges';
import classes from './interest.module.css';
import { type Law, NEW_LAW, NEW_TERMS, REFERENCES, type Rule } from './setup-types';
import { TermsForm } from './terms-form';
import { FeesForm } from './version-parts';

type RuleFormProps = { title: string; rule: Rule | null; onChange: (rule: Rule | null) => void };

const WAYS = ['none', 'pack', 'contract', 'terms'] as const;
type Way = (typeof WAYS)[number];

function begun(way: Way): Rule | null {
  switch (way) {
    case 'pack':
      return { by: 'pack', code: 'DE_B2B', lump_sum: 'left' };
    case 'contract':
      return { by: 'contract', law: NEW_LAW, lump_sums: [] };
    case 'terms':
      return { by: 'terms', terms: NEW_TERMS };
    default:
      return null;
  }
}

/** One half of a version: nothing, the rate of a law, an agreed rate, or terms of the company. */
export function RuleForm({ title, rule, onChange }: RuleFormProps) {
  const { t } = useWords();
  return (
    <fieldset className={classes.part}>
      <legend>{title}</legend>
      <Select
        label={t('interestSetup.by')}
        data={WAYS.map((value) => ({ value, label: t(`interestSetup.byName.${value}`) }))}
        value={rule?.by ?? 'none'}
        allowDeselect={false}
        onChange={(way) => way && onChange(begun(way as Way))}
      />
      {rule?.by === 'pack' && <PackForm rule={rule} onChange={onChange} />}
      {rule?.by === 'contract' && (
        <>
          <LawForm law={rule.law} onChange={(law) => onChange({ ...rule, law })} />
          <FeesForm
            kind="lumpSums"
            fees={rule.lump_sums}
            onChange={(lumpSums) => onChange({ ...rule, lump_sums: lumpSums })}
          />
        </>
      )}
      {rule?.by === 'terms' && <TermsForm terms={rule.terms} onChange={(terms) => onChange({ by: 'terms', terms })} />}
    </fieldset>
  );
}

type Pack = Extract<Rule, { by: 'pack' }>;

function PackForm({ rule, onChange }: { rule: Pack; onChange: (rule: Rule) => void }) {
  const { t, locale } = useWords();
  const rates = useAsk('interest.rates', {});
  const laws = rates.data?.packs ?? [];
  const law = laws.find((one) => one.code === rule.code);
  const source = law?.source ?? '';
  return (
    <>
      <Select
        label={t('interestSetup.law')}
        data={(law ? laws : [{ code: rule.code }]).map(({ code }) => ({ value: code, label: lawName(code, t) }))}
        value={rule.code}
        allowDeselect={false}
        onChange={(code) => code && onChange({ ...rule, code, lump_sum: 'left' })}
      />
      {law && (
        <p className={classes.quiet}>
          {law.percent_today === null
            ? t('interestSetup.lawUnknown', { source })
            : t('interestSetup.lawToday', { percent: formatDecimal(law.percent_today, locale), source })}
        </p>
      )}
      {law?.lump_sum_currency && (
        <Checkbox
          label={t('interestSetup.lumpSum')}
          checked={rule.lump_sum === 'claimed'}
          onChange={(event) => onChange({ ...rule, lump_sum: event.currentTarget.checked ? 'claimed' : 'left' })}
        />
      )}
    </>
  );
}

const MODES = ['floating_half_year', 'fixed_at_interest_start', 'single_at_payment'] as const;
const DAY_COUNTS = ['act_365', 'act_act', 'thirty_360'] as const;
const NO_REFERENCE = '';

function LawForm({ law, onChange }: { law: Law; onChange: (law: Law) => void }) {
  const { t } = useWords();
  const follow = (reference: string) =>
    reference === NO_REFERENCE
      ? onChange({ ...law, reference: null, mode: 'fixed' })
      : onChange({
          ...law,
          reference: reference as Law['reference'],
          mode: law.mode === 'fixed' ? 'floating_half_year' : law.mode,
        });
  return (
    <Fields columns={2}>
      <Select
        label={t('interestSetup.reference')}
        data={[
          { value: NO_REFERENCE, label: t('interestSetup.noReference') },
          ...REFERENCES.map((value) => ({ value: value as string, label: t(`interestSetup.referenceName.${value}`) })),
        ]}
        value={law.reference ?? NO_REFERENCE}
        allowDeselect={false}
        onChange={(reference) => reference !== null && follow(reference)}
      />
      <DecimalField
        label={t(law.reference === null ? 'interestSetup.marginFixed' : 'interestSetup.margin')}
        value={law.margin}
        onChange={(margin) => onChange({ ...law, margin })}
      />
      {law.reference !== null && (
        <Select
          label={t('interestSetup.mode')}
          data={MODES.map((value) => ({ value, label: t(`interestSetup.modeName.${value}`) }))}
          value={law.mode}
          allowDeselect={false}
          onChange={(mode) => mode && onChange({ ...law, mode: mode as Law['mode'] })}
        />
      )}
      <Select
        label={t('interestSetup.dayCount')}
        data={DAY_COUNTS.map((value) => ({ value, label: t(`interestSetup.dayCountName.${value}`) }))}
        value={law.day_count}
        allowDeselect={false}
        onChange={(count) => count && onChange({ ...law, day_count: count as Law['day_count'] })}
      />
    </Fields>
  );
}
