import { Chip, Group } from '@mantine/core';
import { useState } from 'react';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { KINDS as ACTIVITIES, useCategoryName } from '../../kit/activity';
import { DayText, MoneyText } from '../../kit/figures';
import { type Day, formatDay } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import { Answered } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import classes from './cases-part.module.css';
import { STATUSES } from './status-form';

type Entry = ResponseOf<'customers.timeline'>['entries'][number];
type Kind = Entry['kind'];
const KINDS: readonly Kind[] = [
  'invoice',
  'payment',
  'letter',
  'activity',
  'promise',
  'dispute',
  'status',
  'hold',
  'limit',
];

/** What happened with a customer in the last 365 days, the newest first. */
export function Timeline({ account, asOf }: { account: string; asOf: Day }) {
  const { t, locale } = useWords();
  const [kinds, setKinds] = useState<Kind[]>([...KINDS]);
  const timeline = useAsk(
    'customers.timeline',
    { account, as_of: asOf, kinds: KINDS.filter((kind) => kinds.includes(kind)) },
    { meanwhile: 'previous' },
  );
  return (
    <>
      <Chip.Group multiple value={kinds} onChange={(chosen) => setKinds(chosen as Kind[])}>
        <Group gap="xs" role="group" aria-label={t('timeline.filter')}>
          {KINDS.map((kind) => (
            <Chip key={kind} value={kind} size="xs">
              {t(`timeline.kind.${kind}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Answered answer={timeline}>
        {(data) => (
          <>
            <p className={classes.quiet}>
              {t('timeline.about', { from: formatDay(data.from_on, locale), to: formatDay(data.to_on, locale) })}
            </p>
            {data.entries.length === 0 && <p>{t('timeline.none')}</p>}
            <ol className={classes.timeline} data-testid="timeline">
              {data.entries.map((entry) => (
                <li key={`${entry.kind} ${entry.id} ${entry.code} ${entry.on}`}>
                  <span className="tabular">
                    <DayText day={entry.on} />
                    {entry.at && ` ${entry.at}`}
                  </span>
                  <EntryWords entry={entry} />
                  <span>
                    {entry.amount_minor !== null && entry.currency !== null && (
                      <MoneyText money={{ minor: entry.amount_minor, currency: entry.currency }} showCurrency="yes" />
                    )}
                  </span>
                </li>
              ))}
            </ol>
          </>
        )}
      </Answered>
    </>
  );
}

const LETTERS = ['letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection'] as const;
const DOCUMENTS = ['invoice', 'credit_note', 'payment', 'refund', 'interest_note', 'letter_fee', 'other'] as const;
const OTHERS = ['held', 'released', 'rejected', 'cancelled', 'credit_limit', 'temporary'] as const;

const PROMISES = ['taken', 'kept', 'partly_kept', 'broken', 'cancelled'] as const;
const DISPUTES = ['opened', 'reopened', 'closed', 'resolved', 'credit_issued', 'customer_withdrew'] as const;
/** The kinds whose text says more than their number. */
const TOLD: readonly Kind[] = ['activity', 'letter', 'promise', 'dispute', 'status'];

/** What an entry is, in words, with its number and what belongs to it. */
function EntryWords({ entry }: { entry: Entry }) {
  const { t, locale } = useWords();
  const categoryName = useCategoryName();
  const what = () => {
    const document = DOCUMENTS.find((one) => one === entry.code);
    const letter = LETTERS.find((one) => one === entry.code);
    const promise = PROMISES.find((one) => one === entry.code);
    const dispute = DISPUTES.find((one) => one === entry.code);
    const status = STATUSES.find((one) => one === entry.code);
    const other = OTHERS.find((one) => one === entry.code);
    if (entry.kind === 'activity') return categoryName(entry.code);
    if (entry.kind === 'promise' && promise) return t(`timeline.promise.${promise}`);
    if (entry.kind === 'dispute' && dispute) return t(`timeline.dispute.${dispute}`);
    if (entry.kind === 'status' && status) return t('timeline.status', { status: t(`collections.status.${status}`) });
    if (document && (entry.kind === 'invoice' || entry.kind === 'payment')) return t(`customers.kindName.${document}`);
    if (letter) return t(`letters.code.${letter}`);
    return other ? t(`timeline.code.${other}`) : entry.code;
  };
  const activity = ACTIVITIES.find((one) => one === entry.activity);
  const details = [
    activity ? t(`activities.kind.${activity}`) : '',
    TOLD.includes(entry.kind) ? entry.text : '',
    entry.due_on ? t('timeline.due', { day: formatDay(entry.due_on, locale) }) : '',
    entry.fee_minor && entry.currency
      ? t('timeline.fee', { amount: formatMoney({ minor: entry.fee_minor, currency: entry.currency }, locale) })
      : '',
    entry.user ?? '',
    entry.memo && entry.kind === 'activity' ? t('timeline.memo') : '',
  ].filter(Boolean);
  return (
    <span>
      {what()} <strong>{entry.number}</strong>
      {details.length > 0 && <span className={classes.quiet}>{` · ${details.join(' · ')}`}</span>}
    </span>
  );
}
