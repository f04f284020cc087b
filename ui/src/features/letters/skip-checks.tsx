import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { Facts } from '../../kit/side';
import { Note } from '../../kit/states';
import classes from './letters.module.css';
import type { LetterSkip } from './types';

type Figure = LetterSkip['checks'][number]['measured'];

/** Rule by rule: what was measured, what it was compared with, and whether it passed. */
export function SkipChecks({ skip }: { skip: LetterSkip }) {
  const { t } = useWords();
  return (
    <>
      <Note tone="warn">{t(`letters.skip.${skip.reason}`)}</Note>
      {skip.checks.map((check) => (
        <section key={check.rule}>
          <h3 className={classes.rule}>
            {check.met ? '✓' : '✕'} {t(`letters.rule.${check.rule}`)}
          </h3>
          <Facts
            facts={[
              { name: t('letters.measured'), value: <FigureText figure={check.measured} currency={skip.currency} /> },
              { name: t('letters.threshold'), value: <FigureText figure={check.threshold} currency={skip.currency} /> },
            ].filter((_, index) => (index === 0 ? check.measured : check.threshold).kind !== 'nothing')}
          />
        </section>
      ))}
    </>
  );
}

function FigureText({ figure, currency }: { figure: Figure; currency: string }) {
  const { t, locale } = useWords();
  switch (figure.kind) {
    case 'amount':
      return <MoneyText money={{ minor: figure.value, currency }} showCurrency="yes" />;
    case 'day':
      return <DayText day={figure.value} />;
    case 'code':
      return t(`letters.code.${figure.value}`);
    case 'count':
      return new Intl.NumberFormat(locale).format(figure.value);
    default:
      return null;
  }
}
