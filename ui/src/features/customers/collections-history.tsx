import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { useDisputeReason } from '../../kit/reasons';
import { FactBox } from '../../kit/side';
import { Answered } from '../../kit/states';
import classes from './collections.module.css';

/** Every change of the status of a document: when, by whom, why, and what was open then. */
export function CollectionsHistory({ transactionId }: { transactionId: number }) {
  const { t } = useWords();
  const reasonOf = useDisputeReason();
  const history = useAsk('collections.history', { transaction_id: transactionId });
  return (
    <FactBox title={t('collections.history')}>
      <Answered answer={history}>
        {({ changes }) =>
          changes.length === 0 ? (
            <p className={classes.quiet}>{t('collections.historyNone')}</p>
          ) : (
            <ul>
              {changes.map((change) => (
                <li key={change.id} className={classes.entry}>
                  <span>
                    <DayText day={change.changed_on} /> · {t(`collections.status.${change.new_status}`)} ·{' '}
                    {t(`collections.by.${change.source as 'person'}`, { user: change.user })}
                  </span>
                  <span>
                    {t('collections.balanceThen')}{' '}
                    <MoneyText money={{ minor: change.balance_minor, currency: change.currency }} />
                  </span>
                  <span className={classes.quiet}>
                    {[change.promise ?? change.dispute, change.reason && reasonOf(change.reason), change.note]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </FactBox>
  );
}
