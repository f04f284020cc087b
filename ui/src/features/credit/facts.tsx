import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Facts } from '../../kit/side';
import { useNames } from './names';
import type { CreditFile } from './types';

/** What is kept of the customer's credit. */
export function AttributeFacts({ file }: { file: CreditFile }) {
  const { t } = useWords();
  const names = useNames();
  const setup = useAsk('credit.setup', {});
  const { attributes: kept } = file;
  const status = setup.data?.statuses.find((other) => other.code === file.status);
  const yes = (value: boolean) => (value ? t('credit.yes') : t('credit.no'));
  return (
    <Section title={t('credit.kept')}>
      <Facts
        facts={[
          { name: t('credit.status'), value: status ? names.status(status) : (file.status ?? t('credit.notSet')) },
          { name: t('credit.holdNow'), value: t(`credit.hold.${file.hold}`) },
          { name: t('credit.unlimited'), value: yes(kept.unlimited) },
          { name: t('credit.mandatory'), value: yes(kept.mandatory) },
          { name: t('credit.excluded'), value: yes(kept.excluded) },
          { name: t('credit.ignoreUntil'), value: <DayText day={kept.ignore_until} /> },
          { name: t('credit.group'), value: kept.group ?? t('kit.none') },
          {
            name: t('credit.eligible'),
            value:
              kept.eligible_minor === null || kept.eligible_currency === null ? (
                t('credit.notSet')
              ) : (
                <MoneyText
                  money={{ minor: kept.eligible_minor, currency: kept.eligible_currency }}
                  showCurrency="yes"
                />
              ),
          },
          { name: t('credit.eligibleOn'), value: <DayText day={kept.eligible_on} /> },
          { name: t('credit.lastReview'), value: <DayText day={kept.last_review_on} /> },
          { name: t('credit.nextReview'), value: <DayText day={kept.next_review_on} /> },
          { name: t('credit.businessStarted'), value: <DayText day={kept.business_started_on} /> },
          { name: t('credit.governmentId'), value: kept.government_id || t('kit.none') },
          { name: t('credit.employeeResponsible'), value: kept.employee_responsible || t('kit.none') },
          { name: t('credit.discount'), value: kept.discount ?? t('kit.none') },
          { name: t('credit.invoiceAccount'), value: kept.invoice_account ?? t('kit.none') },
          ...(file.order_customers.length > 0
            ? [{ name: t('credit.orderCustomers'), value: file.order_customers.join(', ') }]
            : []),
          { name: t('credit.withAgency'), value: yes(kept.with_agency) },
          { name: t('credit.titleHeld'), value: yes(kept.title_held) },
        ]}
      />
    </Section>
  );
}
