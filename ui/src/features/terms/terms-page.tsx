import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { formatDecimal } from '../../kit/format/decimal';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';
import { NEW_TERMS, TermsForm, type TermsRow } from './terms-form';

/** When invoices fall due. */
export function TermsPage() {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const terms = useAsk('terms.list', {});
  const [edited, setEdited] = useState<TermsRow | null>(null);
  const add = () => setEdited(NEW_TERMS);
  useActions(mode === 'today' ? [{ id: 'terms.add', label: t('terms.add'), group: 'page', keys: 'n', run: add }] : []);
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('terms.add')}
    </Button>
  );
  return (
    <Page title={t('shell.page.terms')} about={t('terms.about')} actions={button}>
      <Answered answer={terms}>
        {({ terms: all }) => (
          <>
            {all.length === 0 ? (
              <EmptyState title={t('terms.emptyTitle')} text={t('terms.emptyText')} action={button} />
            ) : (
              <Table
                label={t('shell.page.terms')}
                rows={all}
                keyOf={(row) => row.id}
                onOpen={mode === 'today' ? setEdited : undefined}
                columns={[
                  { id: 'id', header: t('terms.id'), opens: 'yes', cell: (row) => row.id },
                  { id: 'description', header: t('terms.description'), cell: (row) => row.description },
                  { id: 'rule', header: t('terms.rule'), cell: (row) => ruleWords(row, t) },
                  { id: 'discount', header: t('terms.discount'), cell: (row) => discountWords(row, t, locale) },
                ]}
              />
            )}
            <Drawer
              title={edited?.id ? t('terms.edit', { id: edited.id }) : t('terms.add')}
              state={edited ? 'open' : 'closed'}
              onClose={() => setEdited(null)}
            >
              {edited && (
                <TermsForm
                  key={edited.id}
                  stored={edited}
                  taken={all.map(({ id }) => id)}
                  onDone={() => setEdited(null)}
                />
              )}
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

/** The rule as a sentence: months first, then days, from the document day or the end of its month. */
function ruleWords({ terms }: TermsRow, t: TFunction): string {
  const parts = [
    terms.months > 0 ? t('terms.monthsAfter', { count: terms.months }) : '',
    terms.days > 0 ? t('terms.daysAfter', { count: terms.days }) : '',
  ].filter(Boolean);
  const from = t(`terms.fromName.${terms.from}`);
  return parts.length === 0 ? t('terms.atOnce', { from }) : t('terms.after', { parts: parts.join(' + '), from });
}

/** What may be deducted, and for how long; the percent is left to the file where the terms name none. */
function discountWords({ discount }: TermsRow, t: TFunction, locale: string): string {
  if (!discount) return '';
  const days = t('terms.discountWithin', { count: discount.days });
  return discount.percent ? `${formatDecimal(discount.percent, locale)} % ${days}` : days;
}
