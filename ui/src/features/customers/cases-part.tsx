import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { formatMoney } from '../../kit/format/money';
import type { ResponseOf } from '../../wire/commands';
import classes from './cases-part.module.css';

export type CustomerCase = ResponseOf<'cases.page'>['rows'][number];

/** Cases of one customer that are shown; who has more uses the page of cases. */
const SHOWN = 50;

/** The open cases of a customer. */
export function useCustomerCases(account: string): readonly CustomerCase[] {
  const listing = useAsk('cases.list', {
    show: 'open',
    of: 'everybody',
    account,
    search: '',
    filters: [],
    sort: null,
  });
  const page = useAsk(
    'cases.page',
    { handle: listing.data?.handle ?? 0, offset: 0, limit: SHOWN },
    { when: listing.data ? 'now' : 'later', meanwhile: 'previous' },
  );
  return listing.data?.count === 0 ? [] : (page.data?.rows ?? []);
}

type CasesPartProps = {
  cases: readonly CustomerCase[];
  chosen: number | null;
  onChoose: (id: number | null) => void;
};

/** The cases above the transactions: choosing one shows only what belongs to it (D-9). */
export function CasesPart({ cases, chosen, onChoose }: CasesPartProps) {
  const { t, locale } = useWords();
  const shown = cases.find((one) => one.case_id === chosen);
  if (cases.length === 0) return null;
  return (
    <section className={classes.cases} aria-label={t('cases.ofCustomer')}>
      <h2 className={classes.title}>{t('cases.ofCustomer')}</h2>
      <ul className={classes.list}>
        {cases.map((one) => (
          <li key={one.case_id}>
            <button
              type="button"
              className={classes.case}
              aria-pressed={one.case_id === chosen}
              onClick={() => onChoose(one.case_id === chosen ? null : one.case_id)}
            >
              <span className="tabular">{one.number}</span>
              <strong className={classes.description}>{one.description}</strong>
              <span className={classes.quiet}>{t(`cases.statusName.${one.status}`)}</span>
              {one.amounts.map(({ open_minor: minor, currency }) => (
                <span key={currency} className="tabular">
                  {formatMoney({ minor, currency }, locale)}
                </span>
              ))}
            </button>
          </li>
        ))}
      </ul>
      {shown && (
        <>
          <Button
            variant="subtle"
            size="compact-sm"
            rightSection={<IconX size={12} />}
            onClick={() => onChoose(null)}
            aria-label={t('kit.removeFilter', { filter: shown.number })}
          >
            {t('cases.chosen', { number: shown.number })}
          </Button>
          <Link to="/cases/$case" params={{ case: String(shown.case_id) }}>
            {t('cases.openPage', { number: shown.number })}
          </Link>
        </>
      )}
    </section>
  );
}
