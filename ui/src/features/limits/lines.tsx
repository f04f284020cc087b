import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import type { Journal, Line } from './journal-page';

type LinesProps = {
  journal: Journal;
  onOpen: ((line: Line) => void) | undefined;
  /** Given while the journal waits for approval. */
  onDecide: ((decision: 'approve' | 'reject', line: Line) => void) | undefined;
};

/** What each customer or group has now and shall have, and where each line stands. */
export function Lines({ journal, onOpen, onDecide }: LinesProps) {
  const { t } = useWords();
  const { head, lines } = journal;
  if (lines.length === 0) return <EmptyState title={t('limits.noLines')} text={t('limits.noLinesText')} />;
  const money = (minor: number | null, currency: string) =>
    minor === null ? t('credit.notSet') : <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  const temporary = head.kind === 'temporary';
  return (
    <Table
      label={t('limits.lines')}
      rows={lines}
      keyOf={(line) => String(line.id)}
      onOpen={onOpen}
      tone={(line) => (line.above_eligible_minor === null ? 'plain' : 'warn')}
      columns={[
        {
          id: 'account',
          header: t('limits.target'),
          opens: 'yes',
          cell: (line) => line.account ?? t('limits.groupNamed', { group: line.group }),
        },
        {
          id: 'name',
          header: t('limits.name'),
          cell: (line) =>
            line.account ? (
              <Link to="/credit/$account" params={{ account: line.account }}>
                {line.name}
              </Link>
            ) : (
              line.name
            ),
        },
        {
          id: 'current',
          header: t('limits.current'),
          align: 'right',
          cell: (line) => (
            <>
              {money(line.current_minor, line.currency)}
              {line.temporaries.map((one) => (
                <div key={one.from_on}>
                  {money(one.minor, line.currency)} <DayText day={one.from_on} /> <DayText day={one.to_on} />
                </div>
              ))}
            </>
          ),
        },
        {
          id: 'new',
          header: t('limits.new'),
          align: 'right',
          cell: (line) => (
            <>
              {temporary && line.new_minor === null ? t('limits.ends') : money(line.new_minor, line.currency)}{' '}
              {line.above_eligible_minor !== null && (
                <Tag tone="bad" sign="▲">
                  {t('limits.aboveEligible')}
                </Tag>
              )}
            </>
          ),
        },
        {
          id: 'from',
          header: temporary ? t('limits.from') : t('limits.effective'),
          cell: (line) => <DayText day={line.from_on} />,
        },
        { id: 'to', header: t('limits.to'), cell: (line) => <DayText day={line.to_on} /> },
        {
          id: 'why',
          header: t('limits.reason'),
          cell: (line) => [line.reason, line.comment].filter(Boolean).join(' · '),
        },
        ...(head.state === 'draft'
          ? []
          : [
              {
                id: 'state',
                header: t('limits.state'),
                cell: (line: Line) => <Stand line={line} onDecide={onDecide} />,
              },
            ]),
        { id: 'applied', header: t('limits.appliedOn'), cell: (line) => <DayText day={line.applied_on} /> },
      ]}
    />
  );
}

/** Where a line stands; while it waits it is approved or rejected here, alone. */
function Stand({ line, onDecide }: { line: Line; onDecide: LinesProps['onDecide'] }) {
  const { t } = useWords();
  const who = line.account ?? line.group ?? '';
  if (line.state === 'rejected') {
    return (
      <>
        <Tag tone="bad" sign="✕">
          {t('limits.lineState.rejected')}
        </Tag>{' '}
        {line.rejected_comment}
      </>
    );
  }
  return (
    <>
      {line.state === 'approved' ? (
        <Tag tone="good" sign="✓">
          {t('limits.lineState.approved')}
        </Tag>
      ) : (
        line.outstanding.map((role) => t(`users.role.${role}`)).join(' → ')
      )}
      {onDecide && line.state === 'pending' && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => onDecide('approve', line)}
          aria-label={t('limits.approveOf', { who })}
        >
          {t('limits.approve')}
        </Button>
      )}
      {onDecide && (
        <Button
          variant="subtle"
          color="red"
          size="compact-xs"
          onClick={() => onDecide('reject', line)}
          aria-label={t('limits.rejectOf', { who })}
        >
          {t('limits.reject')}
        </Button>
      )}
    </>
  );
}

/** Who decided what. */
export function Decisions({ journal }: { journal: Journal }) {
  const { t } = useWords();
  if (journal.decisions.length === 0) return null;
  const word = (decision: string) => {
    const known = (['submitted', 'recalled', 'approved', 'rejected'] as const).find((other) => other === decision);
    return known ? t(`limits.decisionName.${known}`) : decision;
  };
  return (
    <Section title={t('limits.decisions')}>
      <Table
        label={t('limits.decisions')}
        rows={journal.decisions}
        keyOf={(row) => String(row.id)}
        columns={[
          { id: 'on', header: t('credit.on'), cell: (row) => <DayText day={row.decided_on} /> },
          { id: 'decision', header: t('limits.decision'), cell: (row) => word(row.decision) },
          { id: 'about', header: t('limits.about_what'), cell: (row) => row.about ?? t('limits.whole') },
          { id: 'user', header: t('credit.user'), cell: (row) => row.user },
          { id: 'comment', header: t('limits.comment'), cell: (row) => row.comment },
        ]}
      />
    </Section>
  );
}
