import { Select } from '@mantine/core';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { FactBox } from '../../kit/side';
import { AMOUNTS, type Basis } from './basis';
import classes from './customers.module.css';
import type { Balance } from './types';

type DisplayBoxProps = {
  basis: Basis;
  /** What is shown; missing where it was refused, so that one can choose otherwise. */
  balance: Balance | undefined;
  onBasis: (basis: Basis) => void;
};

/** By which periods, and in which currency, every figure of the page is shown. */
export function DisplayBox({ basis, balance, onBasis }: DisplayBoxProps) {
  const { t, locale } = useWords();
  const { data } = useAsk('aging.definitions', {});
  const definitions = (data?.definitions ?? []).map(({ id, description }) => ({
    value: id,
    label: description || (id === 'standard' ? t('aging.standard') : id),
  }));
  return (
    <FactBox id="display" title={t('customers.display')}>
      <Select
        label={t('customers.displayDefinition')}
        size="xs"
        allowDeselect={false}
        data={definitions}
        value={basis.definition ?? data?.default_definition ?? null}
        onChange={(definition) => definition && onBasis({ ...basis, definition })}
      />
      <Select
        label={t('customers.displayAmounts')}
        size="xs"
        allowDeselect={false}
        data={AMOUNTS.map((value) => ({ value, label: t(`customers.amountsIn.${value}`) }))}
        value={basis.amounts}
        onChange={(value) => value && onBasis({ ...basis, amounts: value as Basis['amounts'] })}
      />
      {basis.amounts !== 'document' && balance && (
        <p className={classes.quiet} data-testid="converted">
          {t('customers.converted', { currency: balance.credit_currency, day: formatDay(balance.as_of, locale) })}
        </p>
      )}
    </FactBox>
  );
}
