import { SegmentedControl } from '@mantine/core';
import { useWords } from '../../i18n';
import classes from './customers.module.css';
import type { Counts, Tab } from './types';

/** Which transactions are shown; the place is also the key. */
export const TABS = ['open', 'disputed', 'promised', 'payments', 'all'] as const satisfies readonly Tab[];

type TransactionTabsProps = { show: Tab; counts: Counts; onShow: (show: Tab) => void };

/** The transactions by what is to be done about them, each with how many there are. */
export function TransactionTabs({ show, counts, onShow }: TransactionTabsProps) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  return (
    <SegmentedControl
      className={classes.tabs}
      aria-label={t('customers.transactions')}
      value={show}
      onChange={(value) => onShow(value as Tab)}
      data={TABS.map((value) => ({
        value,
        label: (
          <span data-testid={`tab-${value}`}>
            {t(`customers.tab.${value}`)} <span className="tabular">{number.format(counts[value])}</span>
          </span>
        ),
      }))}
    />
  );
}
