import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { LetterChecks } from '../../kit/letter-checks';
import { Facts } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import type { TransactionRow } from './types';

type Decision = ResponseOf<'letters.explain'>['decisions'][number];

type ExplainedProps = { account: string; rows: readonly TransactionRow[] };

/** Why this customer gets a letter or none on the day: what a run would decide, and every rule on the way. */
export function LettersExplained({ account, rows }: ExplainedProps) {
  const { t } = useWords();
  const { asOf } = useDesk();
  const explained = useAsk('letters.explain', { account, letter_on: asOf });
  return (
    <Answered answer={explained}>
      {(data) => (
        <>
          <Facts
            facts={[
              { name: t('letters.letterOn'), value: <DayText day={data.letter_on} /> },
              { name: t('customers.sequence'), value: data.sequence ?? t('customers.notSet') },
            ]}
          />
          {data.decisions.length === 0 && <Note>{t('customers.nothingOverdue')}</Note>}
          {data.decisions.map((decision) => (
            <DecisionView key={decision.currency} decision={decision} rows={rows} />
          ))}
        </>
      )}
    </Answered>
  );
}

function DecisionView({ decision, rows }: { decision: Decision; rows: readonly TransactionRow[] }) {
  const { t } = useWords();
  const { currency } = decision;
  const documentOf = (id: number) => rows.find((row) => row.transaction_id === id)?.document_no ?? String(id);
  const money = (minor: number) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <>
      {decision.skip ? (
        <Note tone="warn">{t('customers.noLetterBecause', { reason: t(`letters.skip.${decision.skip}`) })}</Note>
      ) : (
        decision.code && (
          <Note tone="good">{t('customers.wouldGet', { letter: t(`letters.code.${decision.code}`) })}</Note>
        )
      )}
      <Facts
        facts={[
          { name: t('customers.overdue'), value: money(decision.overdue_minor) },
          ...(decision.total_minor === null
            ? []
            : [{ name: t('letters.claimed'), value: money(decision.total_minor) }]),
        ]}
      />
      <LetterChecks checks={decision.checks} currency={currency} />
      {decision.left_out.length > 0 && (
        <Table
          label={t('customers.leftOut')}
          rows={decision.left_out}
          keyOf={(line) => `${line.transaction_id} ${line.due_on}`}
          columns={[
            { id: 'document', header: t('customers.document'), cell: (line) => documentOf(line.transaction_id) },
            { id: 'due', header: t('customers.dueOn'), cell: (line) => <DayText day={line.due_on} /> },
            { id: 'why', header: t('customers.leftOut'), cell: (line) => t(`customers.leftOutWhy.${line.reason}`) },
          ]}
        />
      )}
    </>
  );
}
