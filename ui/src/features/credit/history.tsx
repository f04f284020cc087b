import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { useByRule } from '../../kit/status-rule';
import { Table } from '../../kit/table';
import { useNames } from './names';
import type { CreditFile } from './types';

/** Who changed a limit, when, from what to what, and why. */
export function LimitHistory({ file }: { file: CreditFile }) {
  const { t } = useWords();
  if (file.limits.length === 0) return null;
  return (
    <Section title={t('credit.limitHistory')}>
      <LimitRows rows={file.limits} />
    </Section>
  );
}

/** Changes of limits, of a customer or of a group. */
export function LimitRows({ rows }: { rows: CreditFile['limits'] }) {
  const { t } = useWords();
  const money = (minor: number | null, currency: string) =>
    minor === null ? t('credit.notSet') : <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <Table
      label={t('credit.limitHistory')}
      rows={rows}
      keyOf={(row) => String(row.id)}
      columns={[
        { id: 'set_on', header: t('credit.on'), cell: (row) => <DayText day={row.set_on} /> },
        {
          id: 'kind',
          header: t('credit.kind'),
          cell: (row) => t(row.kind === 'temporary' ? 'credit.temporary' : 'credit.permanent'),
        },
        { id: 'old', header: t('credit.old'), align: 'right', cell: (row) => money(row.old_minor, row.currency) },
        {
          id: 'new',
          header: t('credit.new'),
          align: 'right',
          cell: (row) => (
            <>
              {money(row.new_minor, row.currency)}
              {row.given_currency && (
                <div>
                  {t('credit.givenAs')} {money(row.given_minor, row.given_currency)}
                </div>
              )}
            </>
          ),
        },
        { id: 'from', header: t('credit.from'), cell: (row) => <DayText day={row.from_on} /> },
        {
          id: 'to',
          header: t('credit.to'),
          cell: (row) => (
            <>
              <DayText day={row.to_on} />
              {row.withdrawn_on && (
                <div>
                  {t('credit.withdrawnOn')} <DayText day={row.withdrawn_on} />
                </div>
              )}
            </>
          ),
        },
        { id: 'preparer', header: t('credit.preparer'), cell: (row) => row.preparer },
        {
          id: 'approver',
          header: t('credit.approver'),
          cell: (row) => row.approver ?? t('credit.noApproval'),
        },
        {
          id: 'why',
          header: t('credit.reason'),
          cell: (row) => [row.journal ?? t('credit.byHand'), row.reason, row.comment].filter(Boolean).join(' · '),
        },
      ]}
    />
  );
}

/** How the account status changed, and by which rule where one did it. */
export function StatusHistory({ file }: { file: CreditFile }) {
  const { t } = useWords();
  const names = useNames();
  const byRule = useByRule();
  if (file.statuses.length === 0) return null;
  return (
    <Section title={t('credit.statusHistory')}>
      <Table
        label={t('credit.statusHistory')}
        rows={file.statuses}
        keyOf={(row) => String(row.id)}
        columns={[
          { id: 'on', header: t('credit.on'), cell: (row) => <DayText day={row.changed_on} /> },
          {
            id: 'old',
            header: t('credit.old'),
            cell: (row) =>
              row.old === null ? t('credit.notSet') : names.status({ code: row.old, description: row.old_description }),
          },
          {
            id: 'new',
            header: t('credit.new'),
            cell: (row) => names.status({ code: row.new, description: row.new_description }),
          },
          {
            id: 'why',
            header: t('credit.reason'),
            cell: (row) =>
              [
                names.reason({ code: row.reason, description: row.reason_description }),
                row.by_rule ? byRule(row.by_rule) : row.comment,
              ]
                .filter(Boolean)
                .join(' · '),
          },
          { id: 'user', header: t('credit.user'), cell: (row) => row.user },
        ]}
      />
    </Section>
  );
}
