import { Link } from '@tanstack/react-router';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { useReturnReason } from '../../kit/return-reasons';
import { FactBox, Facts } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import classes from './customers.module.css';
import type { TransactionRow } from './types';

/** How often payments of the customer came back, and why. */
export function ReturnsBox({ account }: { account: string }) {
  const { t } = useWords();
  const { state } = useDesk();
  const reasonOf = useReturnReason();
  const found = useAsk('returns.list', { account });
  return (
    <FactBox
      title={t('returns.box')}
      asOf={state.today}
      why={<Link to="/returned-payments">{t('shell.page.returns')}</Link>}
    >
      <Answered answer={found}>
        {({ returns, count }) =>
          count === 0 ? (
            <p className={classes.quiet}>{t('returns.none')}</p>
          ) : (
            <div data-testid="returns-box">
              <p>{t('returns.counted', { count })}</p>
              <Facts
                facts={returns
                  .filter((one) => one.undone_at === null)
                  .map((one) => ({
                    name: `${one.document_no} · ${reasonOf(one.reason_code, one.reason_text)}`,
                    value: (
                      <>
                        <DayText day={one.returned_on} />{' '}
                        <MoneyText money={{ minor: one.amount_minor, currency: one.currency }} showCurrency="yes" />
                      </>
                    ),
                  }))}
              />
            </div>
          )
        }
      </Answered>
    </FactBox>
  );
}

/** How often a payment of this document came back; nothing where none did. */
export function ItemReturns({ account, row }: { account: string; row: TransactionRow }) {
  const { t } = useWords();
  const found = useAsk('returns.list', { account });
  const own = found.data?.documents.find((document) => document.transaction_id === row.transaction_id);
  return own ? <Note tone="warn">{t('returns.ofDocument', { count: own.returns })}</Note> : null;
}
