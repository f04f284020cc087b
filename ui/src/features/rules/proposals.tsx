import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText } from '../../kit/figures';
import { FormProblem, Note } from '../../kit/states';
import { Table, type TableColumn } from '../../kit/table';
import { type CustomerRule, figureText, type Proposal } from './customer-sentence';
import classes from './rules.module.css';
import { useSpeaker } from './use-speaker';

/** One decides one after the other, so that more than these need not be drawn at once. */
const SHOWN = 100;

type ProposalsProps = { proposals: readonly Proposal[]; rules: readonly CustomerRule[] };

/** What rules propose, one after the other: accepted or declined by a key, with what was measured beside it. */
export function Proposals({ proposals, rules }: ProposalsProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const accept = useAct('customer_rules.accept');
  const decline = useAct('customer_rules.decline');
  // The place stays when a proposal goes, so that the next one is under the keys.
  const [place, setPlace] = useState(0);
  const shown = proposals.slice(0, SHOWN);
  const at = Math.min(place, shown.length - 1);
  const chosen = shown[at];
  const working = accept.isPending || decline.isPending;
  const decide = (act: typeof accept, account: string | undefined) => {
    if (account && !working) act.mutate({ account });
  };
  useActions(
    mode === 'today' && chosen
      ? [
          {
            id: 'proposals.accept',
            label: t('rules.customer.acceptOf', { account: chosen.account }),
            group: 'page',
            keys: 'y',
            run: () => decide(accept, chosen.account),
          },
          {
            id: 'proposals.decline',
            label: t('rules.customer.declineOf', { account: chosen.account }),
            group: 'page',
            keys: 'x',
            run: () => decide(decline, chosen.account),
          },
          {
            id: 'proposals.next',
            label: t('rules.customer.next'),
            group: 'page',
            keys: 'j',
            run: () => setPlace(Math.min(at + 1, shown.length - 1)),
          },
          {
            id: 'proposals.previous',
            label: t('rules.customer.previous'),
            group: 'page',
            keys: 'k',
            run: () => setPlace(Math.max(at - 1, 0)),
          },
        ]
      : [],
  );
  const columns = useColumns(rules, chosen, (row) => (
    <span className={classes.acts}>
      <Button
        variant={row === chosen ? 'filled' : 'default'}
        size="compact-xs"
        disabled={mode === 'past' || working}
        aria-label={t('rules.customer.acceptOf', { account: row.account })}
        onClick={() => decide(accept, row.account)}
      >
        {t('rules.customer.accept')}
      </Button>
      <Button
        variant="default"
        size="compact-xs"
        disabled={mode === 'past' || working}
        aria-label={t('rules.customer.declineOf', { account: row.account })}
        onClick={() => decide(decline, row.account)}
      >
        {t('rules.customer.decline')}
      </Button>
    </span>
  ));
  if (proposals.length === 0) return <Note>{t('rules.customer.noProposals')}</Note>;
  return (
    <>
      <div className={classes.proposals}>
        <Table
          label={t('rules.customer.proposals')}
          rows={shown}
          keyOf={(row) => row.account}
          tone={(row) => (row === chosen ? 'chosen' : 'plain')}
          columns={columns}
          scroll="inside"
        />
      </div>
      {proposals.length > SHOWN && (
        <p className={classes.about}>{t('rules.customer.more', { count: proposals.length - SHOWN })}</p>
      )}
      <FormProblem error={accept.error ?? decline.error} />
    </>
  );
}

function useColumns(
  rules: readonly CustomerRule[],
  chosen: Proposal | undefined,
  acts: (row: Proposal) => ReactNode,
): TableColumn<Proposal>[] {
  const { t } = useWords();
  const speaker = useSpeaker();
  const status = (code: string | null) => (code ? speaker.status(code) : t('rules.customer.noStatus'));
  return [
    {
      id: 'account',
      header: t('rules.customer.account'),
      cell: (row) => <Account account={row.account} state={row === chosen ? 'chosen' : 'plain'} />,
    },
    { id: 'name', header: t('rules.customer.name'), cell: (row) => row.name },
    {
      id: 'status',
      header: t('rules.form.status'),
      cell: (row) => <span className={classes.line}>{`${status(row.from)} \u2192 ${status(row.to)}`}</span>,
    },
    {
      id: 'measured',
      header: t('rules.customer.measured'),
      align: 'right',
      cell: (row) => figureText(row.measured, speaker),
    },
    {
      id: 'threshold',
      header: t('rules.customer.threshold'),
      align: 'right',
      cell: (row) => figureText(row.threshold, speaker),
    },
    {
      id: 'why',
      header: t('rules.customer.why'),
      cell: (row) => {
        const rule = rules.find(({ id }) => id === row.rule_id);
        const condition = rule ? t(`rules.customer.conditionName.${rule.condition}`) : t('rules.customer.ruleGone');
        return row.lifts ? t('rules.customer.over', { condition }) : condition;
      },
    },
    { id: 'since', header: t('rules.customer.since'), cell: (row) => <DayText day={row.proposed_on} /> },
    { id: 'acts', header: '', align: 'right', cell: acts },
  ];
}

/** The customer of a proposal. The chosen one comes into sight when keys go along the list. */
function Account({ account, state }: { account: string; state: 'chosen' | 'plain' }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (state === 'chosen') place.current?.scrollIntoView({ block: 'nearest' });
  }, [state]);
  return (
    <span ref={place}>
      <Link to="/credit/$account" params={{ account }}>
        {account}
      </Link>
    </span>
  );
}
