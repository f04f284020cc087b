import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { periodName } from '../../kit/period';
import { FactBox, Facts } from '../../kit/side';
import { Answered } from '../../kit/states';
import { Tag } from '../../kit/tag';

/** What the customer owes by age, and of it what no policy covers any more. */
export function HoldBalance({ account }: { account: string }) {
  const { t } = useWords();
  const { state } = useDesk();
  const balance = useAsk('customers.balance', {
    account,
    as_of: null,
    definition: null,
    by: 'due',
    amounts: 'document',
  });
  const exposure = useAsk('credit.exposure', { account, as_of: state.today });
  const lost = exposure.data?.lost_cover_minor ?? 0;
  return (
    <FactBox title={t('customers.aged')} asOf={state.today}>
      <Answered answer={balance}>
        {(data) =>
          data.balances.length === 0 ? (
            <p>{t('customers.nothingOpen')}</p>
          ) : (
            <Facts
              facts={data.balances.flatMap(({ currency, period_minor }) =>
                data.periods.map((period, index) => ({
                  name: data.balances.length > 1 ? `${periodName(period, t)} · ${currency}` : periodName(period, t),
                  value: <MoneyText money={{ minor: period_minor[index] ?? 0, currency }} />,
                })),
              )}
            />
          )
        }
      </Answered>
      {lost !== 0 && (
        <Facts
          facts={[
            {
              name: t('credit.lostCover'),
              value: (
                <>
                  <MoneyText money={{ minor: lost, currency: exposure.data?.currency ?? 'EUR' }} />{' '}
                  <Tag tone="bad" sign="!">
                    {t('credit.notCovered')}
                  </Tag>
                </>
              ),
            },
          ]}
        />
      )}
    </FactBox>
  );
}
