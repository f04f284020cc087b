import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { PolicyForm } from './policy-form';
import type { Policy } from './types';

/** Insurance and guarantees of a customer: what covers, how long, and what it does to the limit. */
export function Policies({ account }: { account: string }) {
  const { t, locale } = useWords();
  const { state, mode } = useDesk();
  const answer = useAsk('credit.policies', { account });
  const [edited, setEdited] = useState<Policy | null>(null);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const add = () =>
    setEdited({
      id: 0,
      identifier: 'insurance',
      cover_type: null,
      party: '',
      coverage: null,
      policy_no: '',
      effective_on: state.today,
      expires_on: null,
      value_minor: 0,
      currency: state.book?.currency ?? 'EUR',
      update_bp: 0,
      included_in_exposure: false,
      duties: {
        notify_days: null,
        extension_days: null,
        claim_days: null,
        declaration: null,
        declaration_days: null,
        contact: '',
      },
    });
  useActions(
    mode === 'today'
      ? [{ id: 'credit.addPolicy', label: t('credit.policy.add'), group: 'page', keys: 'i', run: add }]
      : [],
  );
  return (
    <Section
      title={t('credit.policy.title')}
      actions={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          disabled={mode === 'past'}
          onClick={add}
        >
          {t('credit.policy.add')}
        </Button>
      }
    >
      <Answered answer={answer}>
        {({ policies, types }) => (
          <>
            {policies.length === 0 ? (
              <Note>{`${t('credit.policy.none')}. ${t('credit.policy.noneText')}`}</Note>
            ) : (
              <Table
                label={t('credit.policy.title')}
                rows={policies}
                keyOf={(row) => String(row.id)}
                onOpen={mode === 'today' ? setEdited : undefined}
                columns={[
                  {
                    id: 'identifier',
                    header: t('credit.policy.identifier'),
                    opens: 'yes',
                    cell: (row) => t(`credit.policy.kind.${row.identifier}`),
                  },
                  { id: 'party', header: t('credit.policy.party'), cell: (row) => row.party },
                  { id: 'coverage', header: t('credit.policy.coverage'), cell: (row) => row.coverage ?? '' },
                  { id: 'number', header: t('credit.policy.number'), cell: (row) => row.policy_no },
                  { id: 'from', header: t('credit.from'), cell: (row) => <DayText day={row.effective_on} /> },
                  { id: 'to', header: t('credit.to'), cell: (row) => <DayText day={row.expires_on} /> },
                  {
                    id: 'value',
                    header: t('credit.policy.value'),
                    align: 'right',
                    cell: (row) => (
                      <MoneyText money={{ minor: row.value_minor, currency: row.currency }} showCurrency="yes" />
                    ),
                  },
                  {
                    id: 'update',
                    header: t('credit.policy.update'),
                    align: 'right',
                    cell: (row) => percent.format(row.update_bp / 10_000),
                  },
                  {
                    id: 'included',
                    header: t('credit.policy.included'),
                    cell: (row) => t(row.included_in_exposure ? 'credit.yes' : 'credit.no'),
                  },
                ]}
              />
            )}
            <Drawer
              title={t(edited?.id === 0 ? 'credit.policy.add' : 'credit.policy.edit')}
              state={edited ? 'open' : 'closed'}
              onClose={() => setEdited(null)}
            >
              {edited && <PolicyForm account={account} stored={edited} types={types} onDone={() => setEdited(null)} />}
            </Drawer>
          </>
        )}
      </Answered>
    </Section>
  );
}
