import { Link } from '@tanstack/react-router';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import type { Journal, Line } from './journal-page';

/** What each customer has now and shall have. */
export function Lines({ journal, onOpen }: { journal: Journal; onOpen: ((line: Line) => void) | undefined }) {
  const { t } = useWords();
  const { state } = useDesk();
  const currency = state.book?.currency ?? '';
  const { head, lines } = journal;
  if (lines.length === 0) return <EmptyState title={t('limits.noLines')} text={t('limits.noLinesText')} />;
  const money = (minor: number | null) =>
    minor === null ? t('credit.notSet') : <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <Table
      label={t('limits.lines')}
      rows={lines}
      keyOf={(line) => String(line.id)}
      onOpen={onOpen}
      tone={(line) => (line.above_eligible_minor === null ? 'plain' : 'warn')}
      columns={[
        { id: 'account', header: t('limits.account'), opens: 'yes', cell: (line) => line.account },
        {
          id: 'name',
          header: t('limits.name'),
          cell: (line) => (
            <Link to="/credit/$account" params={{ account: line.account }}>
              {line.name}
            </Link>
          ),
        },
        { id: 'current', header: t('limits.current'), align: 'right', cell: (line) => money(line.current_minor) },
        {
          id: 'new',
          header: t('limits.new'),
          align: 'right',
          cell: (line) => (
            <>
              {money(line.new_minor)}{' '}
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
          header: head.kind === 'temporary' ? t('limits.from') : t('limits.effective'),
          cell: (line) => <DayText day={line.from_on} />,
        },
        { id: 'to', header: t('limits.to'), cell: (line) => <DayText day={line.to_on} /> },
        {
          id: 'why',
          header: t('limits.reason'),
          cell: (line) => [line.reason, line.comment].filter(Boolean).join(' · '),
        },
        { id: 'applied', header: t('limits.appliedOn'), cell: (line) => <DayText day={line.applied_on} /> },
      ]}
    />
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
          { id: 'user', header: t('credit.user'), cell: (row) => row.user },
          { id: 'comment', header: t('limits.comment'), cell: (row) => row.comment },
        ]}
      />
    </Section>
  );
}
