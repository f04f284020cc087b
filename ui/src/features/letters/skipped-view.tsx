import { useState } from 'react';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Drawer, Facts } from '../../kit/side';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import classes from './letters.module.css';
import type { LetterSkip, SkipCount } from './types';

type SkippedViewProps = { reasons: readonly SkipCount[]; skipped: readonly LetterSkip[]; count: number };

/** Who gets no letter, each with the reason; opening one shows every rule with what it measured. */
export function SkippedView({ reasons, skipped, count }: SkippedViewProps) {
  const { t, locale } = useWords();
  const [opened, setOpened] = useState<LetterSkip | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const number = new Intl.NumberFormat(locale);
  if (count === 0) return null;
  const shown = reason === null ? skipped : skipped.filter((skip) => skip.reason === reason);
  return (
    <Section title={t('letters.whoNot', { count })}>
      <div className={classes.reasons}>
        {reasons.map((line) => (
          <button
            key={line.reason}
            type="button"
            className={classes.reason}
            aria-pressed={reason === line.reason}
            onClick={() => setReason(reason === line.reason ? null : line.reason)}
          >
            <span>{t(`letters.skip.${line.reason}`)}</span>
            <span className="tabular">{number.format(line.count)}</span>
          </button>
        ))}
      </div>
      <Table
        label={t('letters.whoNot', { count })}
        rows={shown}
        keyOf={(skip) => `${skip.customer_id} ${skip.currency}`}
        onOpen={setOpened}
        columns={[
          { id: 'account', header: t('letters.account'), cell: (skip) => skip.account },
          { id: 'name', header: t('letters.customer'), opens: 'yes', cell: (skip) => skip.name },
          { id: 'reason', header: t('letters.reason'), cell: (skip) => t(`letters.skip.${skip.reason}`) },
          {
            id: 'overdue',
            header: t('letters.overdue'),
            align: 'right',
            cell: (skip) => (
              <MoneyText money={{ minor: skip.overdue_minor, currency: skip.currency }} showCurrency="yes" />
            ),
          },
        ]}
      />
      {skipped.length < count && (
        <p className={classes.more}>
          {t('letters.firstOf', { shown: number.format(skipped.length), count: number.format(count) })}
        </p>
      )}
      <Drawer title={opened?.name ?? ''} state={opened ? 'open' : 'closed'} onClose={() => setOpened(null)}>
        {opened && <Checks skip={opened} />}
      </Drawer>
    </Section>
  );
}

type Figure = LetterSkip['checks'][number]['measured'];

/** Rule by rule: what was measured, what it was compared with, and whether it passed. */
function Checks({ skip }: { skip: LetterSkip }) {
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
