import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { PoolField } from '../../kit/pool-field';
import { Note } from '../../kit/states';
import classes from './settlement.module.css';
import type { OpenList, Terms, Threshold } from './small-balances-types';

type TermsProps = {
  terms: Terms;
  /** Rests in currencies for which no threshold is given. */
  without: OpenList['without_threshold'];
  onChange: (terms: Terms) => void;
};

/** How small a rest must be, in each currency; on which day; and whether small whole documents are meant too. */
export function SmallBalancesTerms({ terms, without, onChange }: TermsProps) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const number = new Intl.NumberFormat(locale);
  const put = (threshold: Threshold, threshold_minor: number) =>
    onChange({
      ...terms,
      thresholds: terms.thresholds.map((other) => (other === threshold ? { ...threshold, threshold_minor } : other)),
    });
  const add = (currency: string) =>
    onChange({ ...terms, thresholds: [...terms.thresholds, { currency, threshold_minor: 0 }] });
  return (
    <>
      <div className={classes.terms}>
        {terms.thresholds.map((threshold) => (
          <div key={threshold.currency} className={classes.threshold}>
            <MoneyField
              label={t('smallBalances.thresholdOf', { currency: threshold.currency })}
              value={threshold.threshold_minor}
              currency={threshold.currency}
              onChange={(minor) => put(threshold, Math.abs(minor ?? 0))}
            />
            {terms.thresholds.length > 1 && (
              <ActionIcon
                variant="subtle"
                size={30}
                aria-label={t('smallBalances.remove', { currency: threshold.currency })}
                title={t('smallBalances.remove', { currency: threshold.currency })}
                onClick={() =>
                  onChange({ ...terms, thresholds: terms.thresholds.filter((other) => other !== threshold) })
                }
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </div>
        ))}
        <AddCurrency known={terms.thresholds} onAdd={add} />
        <DayField
          label={t('smallBalances.settledOn')}
          value={terms.settled_on ?? state.today}
          today={state.today}
          max={state.today}
          onChange={(day) => day && onChange({ ...terms, settled_on: day })}
        />
        <PoolField value={terms.pool} onChange={(pool) => onChange({ ...terms, pool: pool ?? undefined })} />
        <Checkbox
          className={classes.whole}
          label={t('smallBalances.wholeDocuments')}
          checked={terms.whole_documents}
          onChange={(event) => onChange({ ...terms, whole_documents: event.currentTarget.checked })}
        />
      </div>
      {without.length > 0 && (
        <Note>
          {t('smallBalances.without', {
            currencies: without.map(({ currency, count }) => `${currency} (${number.format(count)})`).join(', '),
          })}
        </Note>
      )}
    </>
  );
}

function AddCurrency({ known, onAdd }: { known: readonly Threshold[]; onAdd: (currency: string) => void }) {
  const { t } = useWords();
  const [currency, setCurrency] = useState('');
  const code = currency.trim().toUpperCase();
  const fits = /^[A-Z]{3}$/.test(code) && !known.some((other) => other.currency === code);
  const add = () => {
    if (!fits) return;
    onAdd(code);
    setCurrency('');
  };
  return (
    <div className={classes.threshold}>
      <TextInput
        label={t('smallBalances.addCurrency')}
        w={130}
        maxLength={3}
        value={currency}
        onChange={(event) => setCurrency(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && add()}
      />
      <Button variant="default" disabled={!fits} onClick={add}>
        {t('smallBalances.add')}
      </Button>
    </div>
  );
}
