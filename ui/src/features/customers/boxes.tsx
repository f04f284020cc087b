import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { IconMail, IconPhone } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useAccountStatusName } from '../../kit/account-status';
import { AgingTrend } from '../../kit/aging-trend';
import { Chart } from '../../kit/chart/chart';
import { EffectiveLimit, ExposureBar, useLimitReason } from '../../kit/exposure';
import { AgeSign, DaysOverdue, DayText, MoneyText } from '../../kit/figures';
import type { Day } from '../../kit/format/day';
import { periodName, periodStep } from '../../kit/period';
import { FactBox, Facts } from '../../kit/side';
import { Answered } from '../../kit/states';
import type { ChartColours } from '../../kit/theme/chart';
import { type Basis, useBasisText } from './basis';
import classes from './customers.module.css';
import { HoldCauses } from './hold-causes';
import { lateBars } from './late-bars';
import type { Balance, Card } from './types';

type AgedBoxProps = {
  account: string;
  balance: Balance;
  basis: Basis;
  period: string | null;
  onPeriod: (id: string | null) => void;
};

/** The balance by age. A click on a period shows the invoices behind its figure. */
export function AgedBox({ account, balance, basis, period, onPeriod }: AgedBoxProps) {
  const { t } = useWords();
  const basisText = useBasisText(basis);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = balance.balances.find((other) => other.currency === chosen) ?? balance.balances[0];
  if (!shown) {
    return (
      <FactBox id="aged" title={t('customers.aged')} asOf={balance.as_of}>
        <p className={classes.quiet}>{t('customers.nothingOpen')}</p>
        {balance.uncleared.length > 0 && <Facts facts={unclearedFacts(balance, t)} />}
      </FactBox>
    );
  }
  const { currency } = shown;
  return (
    <FactBox id="aged" title={t('customers.aged')} asOf={balance.as_of}>
      <p className={classes.quiet} data-testid="basis">
        {basisText}
      </p>
      {balance.balances.length > 1 && (
        <SegmentedControl
          aria-label={t('customers.currency')}
          value={currency}
          onChange={setChosen}
          data={balance.balances.map((other) => other.currency)}
        />
      )}
      <div className={classes.stack} aria-hidden="true">
        {balance.periods.map((other, index) => (
          <span
            key={other.id}
            style={{
              flexGrow: Math.max(0, shown.period_minor[index] ?? 0),
              background: `var(--db-age-${periodStep(balance.periods, index)})`,
            }}
          />
        ))}
      </div>
      <ul className={classes.periods}>
        {balance.periods.map((other, index) => (
          <li key={other.id}>
            <button
              type="button"
              className={classes.period}
              aria-pressed={period === other.id}
              title={t('customers.whyPeriod')}
              onClick={() => onPeriod(period === other.id ? null : other.id)}
            >
              <AgeSign step={periodStep(balance.periods, index)} />
              <span className={classes.periodName}>{periodName(other, t)}</span>
              <MoneyText money={{ minor: shown.period_minor[index] ?? 0, currency }} />
            </button>
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          {
            name: t('customers.total'),
            value: (
              <strong>
                <MoneyText money={{ minor: shown.total_minor, currency }} showCurrency="yes" />
              </strong>
            ),
          },
          {
            name: t('customers.overdue'),
            value: <MoneyText money={{ minor: shown.overdue_minor, currency }} showCurrency="yes" />,
          },
          { name: t('customers.oldest'), value: <DaysOverdue days={shown.oldest_days_overdue} /> },
          ...unclearedFacts(balance, t),
        ]}
      />
      <TrendPart account={account} definition={basis.definition} />
    </FactBox>
  );
}

/** Cheques and bills that are not money yet: beside the balance, whatever currency it is shown in (T-A17). */
function unclearedFacts(balance: Balance, t: TFunction) {
  return balance.uncleared.map(([currency, minor]) => ({
    name: t('customers.uncleared'),
    value: (
      <span data-testid="uncleared">
        <MoneyText money={{ minor, currency }} showCurrency="yes" />
      </span>
    ),
  }));
}

/** The stored days of this customer, fetched when somebody wants to see them. */
function TrendPart({ account, definition }: { account: string; definition: string | null }) {
  const { t } = useWords();
  const [shown, setShown] = useState<'shown' | 'hidden'>('hidden');
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        aria-expanded={shown === 'shown'}
        onClick={() => setShown(shown === 'shown' ? 'hidden' : 'shown')}
      >
        {t('agingRest.trend')}
      </Button>
      {shown === 'shown' && <AgingTrend account={account} definition={definition} height={150} />}
    </>
  );
}

type CreditBoxProps = { account: string; balance: Balance; card: Card };

/** What is at risk up to the limit that holds, and what stands against the balance. */
export function CreditBox({ account, balance, card }: CreditBoxProps) {
  const { t, locale } = useWords();
  const exposure = useAsk('credit.exposure', { account, as_of: balance.as_of }, { meanwhile: 'previous' });
  const reason = useLimitReason();
  const status = useStatusName(account);
  return (
    <FactBox
      id="credit"
      title={t('customers.credit')}
      asOf={balance.as_of}
      why={
        <Link to="/credit/$account" params={{ account }}>
          {t('customers.openCredit')}
        </Link>
      }
    >
      <Answered answer={exposure}>
        {(data) => (
          <>
            <ExposureBar exposure={data} />
            <Facts
              facts={[
                {
                  name: t('credit.total'),
                  value: <MoneyText money={{ minor: data.total_minor, currency: data.currency }} showCurrency="yes" />,
                },
                { name: t('credit.effective'), value: <EffectiveLimit exposure={data} /> },
                {
                  name: t('customers.remainingCredit'),
                  value:
                    data.remaining_minor === null ? (
                      t('customers.notKnown')
                    ) : (
                      <MoneyText money={{ minor: data.remaining_minor, currency: data.currency }} showCurrency="yes" />
                    ),
                },
              ]}
            />
            <p className={classes.quiet}>{reason(data)}</p>
          </>
        )}
      </Answered>
      <HoldCauses account={account} />
      <Facts
        facts={[
          ...balance.balances.flatMap((line) => [
            {
              name: t('customers.unapplied', { currency: line.currency }),
              value: <MoneyText money={{ minor: line.unapplied_minor, currency: line.currency }} />,
            },
            {
              name: t('customers.disputed', { currency: line.currency }),
              value: <MoneyText money={{ minor: line.disputed_minor, currency: line.currency }} />,
            },
            {
              name: t('customers.openItems', { currency: line.currency }),
              value: new Intl.NumberFormat(locale).format(line.open_count),
            },
          ]),
          ...(status === null ? [] : [{ name: t('credit.status'), value: status }]),
          { name: t('customers.terms'), value: card.terms ?? t('customers.byCompany') },
          { name: t('customers.since'), value: <DayText day={card.customer_since} /> },
          ...(balance.months_as_customer === null
            ? []
            : [
                {
                  name: t('customers.monthsAsCustomer'),
                  value: new Intl.NumberFormat(locale).format(balance.months_as_customer),
                },
              ]),
        ]}
      />
    </FactBox>
  );
}

/** The account status in words; null where none was set. */
export function useStatusName(account: string): string | null {
  const nameOf = useAccountStatusName();
  const code = useAsk('credit.get', { account }).data?.status ?? null;
  const setup = useAsk('credit.setup', {}, { when: code === null ? 'later' : 'now' });
  if (code === null) return null;
  return nameOf(code, setup.data?.statuses.find((other) => other.code === code)?.description ?? '');
}

/** How late the customer paid, month by month. */
export function PaymentsBox({ balance }: { balance: Balance }) {
  const { t, locale } = useWords();
  const { payments } = balance;
  const option = useCallback(
    (colours: ChartColours) => lateBars(payments, colours, locale, (days) => t('customers.meanLate', { count: days })),
    [payments, locale, t],
  );
  return (
    <FactBox id="payments" title={t('customers.payments')} asOf={balance.as_of}>
      {payments.length === 0 ? (
        <p className={classes.quiet}>{t('customers.noPayments')}</p>
      ) : (
        <>
          <Chart label={t('customers.paymentsChart')} height={96} option={option} />
          <table className="sr-only">
            <caption>{t('customers.paymentsChart')}</caption>
            <tbody>
              {payments.map((month) => (
                <tr key={`${month.month} ${month.currency}`}>
                  <th scope="row">
                    {month.month} {month.currency}
                  </th>
                  <td>{t('customers.meanLate', { count: month.mean_days_late })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <Facts facts={[{ name: t('customers.lastPayment'), value: <DayText day={balance.last_payment_on} /> }]} />
    </FactBox>
  );
}

type ContactBoxProps = {
  account: string;
  card: Card;
  asOf: Day;
  onMail: (contact: { name: string; email: string }) => void;
  onCall: () => void;
};

/** Where letters go, and whom to talk to; a way that has no address is off (D-11). */
export function ContactBox({ account, card, asOf, onMail, onCall }: ContactBoxProps) {
  const { t, locale } = useWords();
  const { address } = card;
  const country = address.country ? new Intl.DisplayNames(locale, { type: 'region' }).of(address.country) : null;
  const lines = [
    address.addition,
    address.street,
    `${address.postal_code} ${address.city}`.trim(),
    address.region,
    country,
  ];
  const known = lines.filter((line): line is string => typeof line === 'string' && line !== '');
  return (
    <FactBox id="contact" title={t('customers.contact')} asOf={asOf}>
      {known.length === 0 ? (
        <p className={classes.quiet}>{t('customers.noAddress')}</p>
      ) : (
        <address className={classes.address}>
          {known.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </address>
      )}
      {card.contacts.map((contact) => (
        <div key={`${contact.purpose} ${contact.name} ${contact.email}`} className={classes.contact}>
          <strong>{contact.name || contact.email || contact.phone}</strong>
          <span className={classes.quiet}>
            {[purposeName(contact.purpose, t), contact.salesperson && t('customers.teamRole.salesperson')]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <ContactActs contact={contact} onMail={onMail} onCall={onCall} />
          {contact.email && <span>{contact.email}</span>}
          {contact.phone && <span className="tabular">{contact.phone}</span>}
        </div>
      ))}
      <Team account={account} onMail={onMail} onCall={onCall} />
    </FactBox>
  );
}

/** Who in the own house looks after the customer. */
function Team({ account, onMail, onCall }: Pick<ContactBoxProps, 'account' | 'onMail' | 'onCall'>) {
  const { t } = useWords();
  const found = useAsk('customers.team', { account });
  if (!found.data || found.data.members.length === 0) return null;
  const { team, members } = found.data;
  return (
    <section aria-label={t('customers.team')} data-testid="customer-team">
      <h4 className={classes.quiet}>{team ? t('customers.teamOf', { team }) : t('customers.team')}</h4>
      {members.map((one) => (
        <div key={one.role} className={classes.contact}>
          <strong>{one.name}</strong>
          <span className={classes.quiet}>{t(`customers.teamRole.${one.role}`)}</span>
          <ContactActs contact={one} onMail={onMail} onCall={onCall} />
          {one.email && <span>{one.email}</span>}
          {one.phone && <span className="tabular">{one.phone}</span>}
        </div>
      ))}
    </section>
  );
}

type ContactActsProps = Pick<ContactBoxProps, 'onMail' | 'onCall'> & {
  contact: { name: string; email: string; phone: string };
};

function ContactActs({ contact, onMail, onCall }: ContactActsProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const name = contact.name || contact.email || contact.phone;
  const [mail, call] = [contact.email.trim() !== '', contact.phone.trim() !== ''];
  return (
    <span className={classes.contactActs}>
      <ActionIcon
        variant="default"
        size="sm"
        aria-label={t('mail.mailTo', { name })}
        title={mail ? t('mail.mailTo', { name }) : t('mail.noAddress')}
        disabled={!mail || mode === 'past'}
        onClick={() => onMail({ name: contact.name, email: contact.email })}
      >
        <IconMail size={14} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="sm"
        aria-label={t('mail.callTo', { name })}
        title={call ? t('mail.callTo', { name }) : t('mail.noPhone')}
        disabled={!call || mode === 'past'}
        onClick={onCall}
      >
        <IconPhone size={14} />
      </ActionIcon>
    </span>
  );
}

const PURPOSES = ['primary', 'collections', 'invoice', 'other'] as const;

function purposeName(purpose: string, t: ReturnType<typeof useWords>['t']): string {
  const known = PURPOSES.find((other) => other === purpose);
  return known ? t(`customers.purpose.${known}`) : purpose;
}
