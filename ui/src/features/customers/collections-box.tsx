import { Link } from '@tanstack/react-router';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { useDisputeReason } from '../../kit/reasons';
import { FactBox, Facts } from '../../kit/side';
import { Answered } from '../../kit/states';
import classes from './collections.module.css';

/** What the customer has promised and what it disputes; the statuses are those of today. */
export function CollectionsBoxes({ account }: { account: string }) {
  const { t, locale } = useWords();
  const reasonOf = useDisputeReason();
  const found = useAsk('collections.customer', { account });
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  return (
    <Answered answer={found}>
      {({ promises, disputes, kept_rate_bp }) => (
        <>
          <FactBox id="promises" title={t('promises.box')} why={<Link to="/promises">{t('shell.page.promises')}</Link>}>
            {kept_rate_bp !== null && (
              <Facts facts={[{ name: t('promises.rate'), value: percent.format(kept_rate_bp / 10_000) }]} />
            )}
            {promises.length === 0 && <p className={classes.quiet}>{t('promises.boxNone')}</p>}
            <ul>
              {promises.map((line) => (
                <li key={line.line_id} className={classes.entry}>
                  <span>
                    {line.document_no} · <DayText day={line.promised_on} />
                  </span>
                  <MoneyText money={{ minor: line.amount_minor, currency: line.currency }} showCurrency="yes" />
                  <span className={classes.quiet}>{t(`promises.status.${line.status}`)}</span>
                </li>
              ))}
            </ul>
          </FactBox>
          <FactBox id="disputes" title={t('disputes.box')} why={<Link to="/disputes">{t('shell.page.disputes')}</Link>}>
            {disputes.length === 0 && <p className={classes.quiet}>{t('promises.boxNone')}</p>}
            <ul>
              {disputes.map((dispute) => (
                <li key={dispute.dispute_id} className={classes.entry}>
                  <span>
                    {dispute.document_no} · {reasonOf(dispute.reason)}
                  </span>
                  <MoneyText money={{ minor: dispute.disputed_minor, currency: dispute.currency }} showCurrency="yes" />
                  <span className={classes.quiet}>{dispute.investigator ?? t('disputes.nobody')}</span>
                </li>
              ))}
            </ul>
          </FactBox>
        </>
      )}
    </Answered>
  );
}
