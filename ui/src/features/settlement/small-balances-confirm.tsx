import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useReopen } from '../../data/listing';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import { JobBar } from '../../kit/job-bar';
import { Facts } from '../../kit/side';
import { Loading, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import classes from './settlement.module.css';
import type { Asked, List, PostedRun, Total } from './small-balances-types';

type ConfirmProps = {
  /** The list that was shown; it is opened anew where the book has forgotten it. */
  listing: List;
  asked: Asked;
  onPosted: (run: PostedRun) => void;
};

/** How many rests are closed and what they come to, before it is done. The book adds up, not the page. */
export function SmallBalancesConfirm({ listing, asked, onPosted }: ConfirmProps) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const [note, setNote] = useState('');
  const sum = useAsk('settlement.small_balances_sum', { ...asked, note: '' });
  const post = useAct('settlement.small_balances_post');
  const reopen = useReopen(listing);
  const job = useJobs().findLast(
    (other) => other.command === 'settlement.small_balances_post' && other.state === 'running',
  );
  if (sum.error) return <Problem error={sum.error} onRetry={() => void reopen()} />;
  if (!sum.data) return <Loading />;
  const closed = sum.data.counts.find(({ outcome }) => outcome === 'closed')?.count ?? 0;
  const others = sum.data.counts.filter(({ outcome }) => outcome !== 'closed');
  const number = new Intl.NumberFormat(locale);
  return (
    <form
      className={classes.confirm}
      onSubmit={(event) => {
        event.preventDefault();
        post.mutate({ ...asked, note }, { onSuccess: onPosted });
      }}
    >
      <p>{t('smallBalances.confirmText', { day: formatDay(asked.terms.settled_on ?? state.today, locale) })}</p>
      <Totals totals={sum.data.totals} />
      {others.length > 0 && (
        <section aria-label={t('smallBalances.whatStays')}>
          <h3>{t('smallBalances.whatStays')}</h3>
          <Facts
            facts={others.map(({ outcome, count }) => ({
              name: t(`smallBalances.outcomeIs.${outcome}`),
              value: number.format(count),
            }))}
          />
        </section>
      )}
      <TextInput
        label={t('smallBalances.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {post.error && <Problem error={post.error} onRetry={() => void reopen()} />}
      {job && <JobBar job={job} />}
      <div>
        <Button type="submit" loading={post.isPending} disabled={closed === 0}>
          {t('smallBalances.now', { count: closed })}
        </Button>
      </div>
    </form>
  );
}

/** Sums per currency: what is given up, what is kept, and both together. */
export function Totals({ totals }: { totals: readonly Total[] }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const money = (minor: number, currency: string) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <Table
      label={t('smallBalances.sums')}
      rows={totals}
      keyOf={(total) => total.currency}
      columns={[
        { id: 'currency', header: t('smallBalances.currency'), cell: ({ currency }) => currency },
        { id: 'count', header: t('smallBalances.count'), align: 'right', cell: ({ count }) => number.format(count) },
        {
          id: 'debits',
          header: t('smallBalances.givenUp'),
          align: 'right',
          cell: ({ debits_minor, currency }) => money(debits_minor, currency),
        },
        {
          id: 'credits',
          header: t('smallBalances.kept'),
          align: 'right',
          cell: ({ credits_minor, currency }) => money(credits_minor, currency),
        },
        {
          id: 'together',
          header: t('smallBalances.together'),
          align: 'right',
          cell: ({ open_minor, currency }) => money(open_minor, currency),
        },
      ]}
    />
  );
}
