import { useState } from 'react';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Table } from '../../kit/table';
import classes from './letters.module.css';
import { Reasons } from './reasons';
import { SkipChecks } from './skip-checks';
import { skipWords } from './skip-words';
import type { LetterSkip, SkipCount, SkipReason } from './types';

type SkippedViewProps = { reasons: readonly SkipCount[]; skipped: readonly LetterSkip[]; count: number };

/** Who gets no letter, each with the reason; opening one shows every rule with what it measured. */
export function SkippedView({ reasons, skipped, count }: SkippedViewProps) {
  const { t, locale } = useWords();
  const [opened, setOpened] = useState<LetterSkip | null>(null);
  const [reason, setReason] = useState<SkipReason | null>(null);
  const number = new Intl.NumberFormat(locale);
  if (count === 0) return null;
  const shown = reason === null ? skipped : skipped.filter((skip) => skip.reason === reason);
  return (
    <Section title={t('letters.whoNot', { count })}>
      <Reasons reasons={reasons} chosen={reason} onChoose={setReason} />
      <Table
        label={t('letters.whoNot', { count })}
        rows={shown}
        keyOf={(skip) => `${skip.customer_id} ${skip.currency}`}
        onOpen={setOpened}
        columns={[
          { id: 'account', header: t('letters.account'), cell: (skip) => skip.account },
          { id: 'name', header: t('letters.customer'), opens: 'yes', cell: (skip) => skip.name },
          { id: 'reason', header: t('letters.reason'), cell: (skip) => skipWords(skip, t, locale) },
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
        {opened && <SkipChecks skip={opened} />}
      </Drawer>
    </Section>
  );
}
