import { Link } from '@tanstack/react-router';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { LawyersFile } from '../../kit/lawyers-file';
import { FactBox, Facts } from '../../kit/side';
import { Answered } from '../../kit/states';
import classes from './customers.module.css';

type Status = 'prepared' | 'sent' | 'recalled' | 'closed';

/** What of the customer is with an agency or a lawyer, and what was recovered. */
export function HandOversBox({ account }: { account: string }) {
  const { t } = useWords();
  const { state } = useDesk();
  const found = useAsk('hand_overs.list', { account });
  return (
    <FactBox
      id="hand_overs"
      title={t('handOvers.box')}
      asOf={state.today}
      why={<Link to="/hand-overs">{t('shell.page.handOvers')}</Link>}
    >
      <Answered answer={found}>
        {({ hand_overs }) =>
          hand_overs.length === 0 ? (
            <p className={classes.quiet}>{t('handOvers.none')}</p>
          ) : (
            <Facts
              facts={hand_overs.flatMap((one) => [
                {
                  name: `${one.number} · ${one.agency_name}`,
                  value: t(`handOvers.status.${one.status as Status}`),
                },
                ...one.sums.map((sum) => ({
                  name: t('handOvers.recovered'),
                  value: (
                    <>
                      <MoneyText money={{ minor: sum.recovered_minor, currency: sum.currency }} />
                      {' / '}
                      <MoneyText money={{ minor: sum.amount_minor, currency: sum.currency }} showCurrency="yes" />
                    </>
                  ),
                })),
              ])}
            />
          )
        }
      </Answered>
      <LawyersFile account={account} handOverId={null} />
    </FactBox>
  );
}
