import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { DayText, MoneyText } from './figures';
import classes from './letter-checks.module.css';
import { Facts } from './side';

type Check = ResponseOf<'letters.explain'>['decisions'][number]['checks'][number];
type Figure = Check['measured'];

/** Rule by rule: what was measured, what it was compared with, and whether it passed. */
export function LetterChecks({ checks, currency }: { checks: readonly Check[]; currency: string }) {
  const { t } = useWords();
  return checks.map((check) => (
    <section key={check.rule}>
      <h3 className={classes.rule}>
        {check.met ? '✓' : '✕'} {t(`letters.rule.${check.rule}`)}
      </h3>
      <Facts
        facts={[
          { name: t('letters.measured'), value: <FigureText figure={check.measured} currency={currency} /> },
          { name: t('letters.threshold'), value: <FigureText figure={check.threshold} currency={currency} /> },
        ].filter((_, index) => (index === 0 ? check.measured : check.threshold).kind !== 'nothing')}
      />
    </section>
  ));
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
