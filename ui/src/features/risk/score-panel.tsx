import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Contributions, RiskGroupTag, usePoints } from '../../kit/score';
import { Answered, Note } from '../../kit/states';
import { Table } from '../../kit/table';

/** The score of a customer, how it came about, and what it was before. */
export function ScorePanel({ account }: { account: string }) {
  const { t, locale } = useWords();
  const { asOf } = useDesk();
  const points = usePoints();
  const navigate = useNavigate();
  const answer = useAsk('risk.customer', { account, as_of: asOf });
  return (
    <Answered answer={answer}>
      {({ name, score, history }) => (
        <>
          <h3>{`${account} · ${name}`}</h3>
          {score ? (
            <>
              <p data-testid="score">
                <strong>{points(score.total)}</strong> <RiskGroupTag code={score.risk_group} />{' '}
                {t('risk.scoredText', { day: formatDay(score.scored_on, locale) })}
              </p>
              <Contributions score={score} />
            </>
          ) : (
            <Note>{t('risk.notScored')}</Note>
          )}
          {history.length > 1 && (
            <Section title={t('risk.history')}>
              <Table
                label={t('risk.history')}
                rows={history}
                keyOf={(row) => row.from_on}
                columns={[
                  { id: 'from', header: t('risk.since'), cell: (row) => <DayText day={row.from_on} /> },
                  { id: 'total', header: t('risk.total'), align: 'right', cell: (row) => points(row.total) },
                  { id: 'group', header: t('risk.group'), cell: (row) => <RiskGroupTag code={row.risk_group} /> },
                ]}
              />
            </Section>
          )}
          <Button variant="default" onClick={() => void navigate({ to: '/credit/$account', params: { account } })}>
            {t('risk.toCredit')}
          </Button>
        </>
      )}
    </Answered>
  );
}
