import { useState } from 'react';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { DifferenceRows } from './difference-rows';
import classes from './import.module.css';
import type { ChangeSum, Preview, RowChange } from './types';

const CHANGES: readonly RowChange[] = ['new', 'changed', 'disappeared', 'rejected', 'unchanged'];

/** Counts and sums by what would happen; choosing one shows each of its rows. */
export function Difference({ preview }: { preview: Preview }) {
  const { t } = useWords();
  const there = CHANGES.filter((change) => preview.sums.some((sum) => sum.change === change));
  const [chosen, setChosen] = useState<RowChange | null>(null);
  const shown = chosen ?? there[0];
  if (!shown) return null;
  return (
    <Section title={t('import.difference')}>
      <fieldset className={classes.changes}>
        <legend className="sr-only">{t('import.difference')}</legend>
        {there.map((change) => (
          <ChangeChoice
            key={change}
            change={change}
            sums={preview.sums.filter((sum) => sum.change === change)}
            state={change === shown ? 'shown' : 'offered'}
            onChoose={() => setChosen(change)}
          />
        ))}
      </fieldset>
      <p className={classes.summary}>{t(`import.changeText.${shown}`)}</p>
      <DifferenceRows key={`${preview.handle} ${shown}`} handle={preview.handle} change={shown} />
    </Section>
  );
}

type ChangeChoiceProps = {
  change: RowChange;
  sums: readonly ChangeSum[];
  state: 'shown' | 'offered';
  onChoose: () => void;
};

function ChangeChoice({ change, sums, state, onChoose }: ChangeChoiceProps) {
  const { t, locale } = useWords();
  const rows = sums.reduce((count, sum) => count + sum.rows, 0);
  return (
    <button type="button" className={classes.change} aria-pressed={state === 'shown'} onClick={onChoose}>
      <span className={`tabular ${classes.figure} ${change === 'rejected' ? classes.bad : ''}`}>
        {new Intl.NumberFormat(locale).format(rows)}
      </span>
      <span className={classes.changeName}>{t(`import.changeKind.${change}`)}</span>
      {sums.map((sum) =>
        sum.currency === null ? null : (
          <span key={sum.currency} className={classes.changeSum}>
            <MoneyText money={{ minor: sum.amount_minor, currency: sum.currency }} showCurrency="yes" />
          </span>
        ),
      )}
    </button>
  );
}
