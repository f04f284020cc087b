import { Link } from '@tanstack/react-router';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useAccountStatusName } from '../../kit/account-status';
import { formatDay } from '../../kit/format/day';
import { useCreditReason } from '../../kit/reasons';
import { useByRule } from '../../kit/status-rule';
import type { ResponseOf } from '../../wire/commands';
import classes from './customers.module.css';
import { HoldTag } from './customers-page';

type Cause = ResponseOf<'credit.get'>['causes'][number];

/** Why something of the account is on hold: what stops, where it comes from, and since when. */
export function HoldCauses({ account }: { account: string }) {
  const { t } = useWords();
  const say = useCause();
  const causes = useAsk('credit.get', { account }).data?.causes ?? [];
  if (causes.length === 0) return null;
  return (
    <div data-testid="hold-causes">
      <strong>{t('customers.causes.title')}</strong>
      <ul className={classes.causes}>
        {causes.map((cause) => (
          <li key={`${cause.from} ${cause.number ?? ''}`}>
            <HoldTag hold={cause.stops} /> {say(cause)}{' '}
            {cause.hold_id !== null && (
              <Link to="/holds/$hold" params={{ hold: String(cause.hold_id) }}>
                {t('customers.causes.openHold')}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the account stops most strongly, whatever it comes from. */
export function AccountHold({ account, card }: { account: string; card: string }) {
  const hold = useAsk('credit.get', { account }).data?.hold ?? card;
  return <HoldTag hold={hold} />;
}

/** A cause in words. */
function useCause(): (cause: Cause) => string {
  const { t, locale } = useWords();
  const statusName = useAccountStatusName();
  const reasonName = useCreditReason();
  const byRule = useByRule();
  return (cause) => {
    const day = cause.since ? formatDay(cause.since, locale) : '';
    const number = cause.number ?? '';
    const status = cause.status === null ? '' : statusName(cause.status, cause.status_description);
    const since = day ? t('customers.causes.since', { day }) : '';
    switch (cause.from) {
      case 'status': {
        const reason = cause.reason === null ? '' : reasonName(cause.reason, cause.reason_description);
        return [t('customers.causes.status', { status }), reason, since].filter(Boolean).join(' · ');
      }
      case 'rule':
        return [t('customers.causes.status', { status }), cause.by_rule && byRule(cause.by_rule), since]
          .filter(Boolean)
          .join(' · ');
      case 'letter':
        return t('customers.causes.letter', { number, day });
      case 'card':
        return t('customers.causes.card');
      case 'order':
        return [
          t('customers.causes.order', { number }),
          cause.reason && t(`holds.reasonName.${cause.reason as 'multiple'}`),
          since,
        ]
          .filter(Boolean)
          .join(' · ');
    }
  };
}
