import { Link } from '@tanstack/react-router';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FactBox, Facts } from '../../kit/side';
import { Answered } from '../../kit/states';

/** In which pools the customer is, and who looks after it: the card says so, or the pool of the lowest rank. */
export function PoolsBox({ account }: { account: string }) {
  const { t } = useWords();
  const { state } = useDesk();
  const found = useAsk('pools.of_customer', { account });
  return (
    <FactBox
      id="pools"
      title={t('pools.box')}
      asOf={state.today}
      why={<Link to="/pools">{t('shell.page.pools')}</Link>}
    >
      <Answered answer={found}>
        {({ pools, specialist, by }) => (
          <Facts
            facts={[
              { name: t('pools.pools'), value: pools.length > 0 ? pools.join(', ') : t('pools.inNoPool') },
              { name: t('pools.specialist'), value: t(`pools.specialistBy.${by}`, { name: specialist ?? '' }) },
            ]}
          />
        )}
      </Answered>
    </FactBox>
  );
}
