import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useLocalListing } from '../../data/local-listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { formatDecimal } from '../../kit/format/decimal';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { RateForm, type RateRow } from './rate-form';

type Edited = { rate: RateRow | null };

/** What one currency is worth in another, from a day on. */
export function RatesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const rates = useAsk('rates.list', {});
  const [edited, setEdited] = useState<Edited | null>(null);
  const add = () => setEdited({ rate: null });
  useActions(mode === 'today' ? [{ id: 'rates.add', label: t('rates.add'), group: 'page', keys: 'n', run: add }] : []);
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('rates.add')}
    </Button>
  );
  return (
    <Page layout="fill" title={t('shell.page.rates')} about={t('rates.about')} actions={button}>
      <Answered answer={rates}>
        {({ rates: all }) => (
          <>
            <RatesGrid
              rates={all}
              onOpen={mode === 'today' ? (rate) => setEdited({ rate }) : undefined}
              empty={<EmptyState title={t('rates.emptyTitle')} text={t('rates.emptyText')} action={button} />}
            />
            <Drawer
              title={edited?.rate ? t('rates.edit') : t('rates.add')}
              state={edited ? 'open' : 'closed'}
              onClose={() => setEdited(null)}
            >
              {edited && <RateForm stored={edited.rate} onDone={() => setEdited(null)} />}
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

type RatesGridProps = {
  rates: readonly RateRow[];
  onOpen: ((rate: RateRow) => void) | undefined;
  empty: React.ReactNode;
};

function RatesGrid({ rates, onOpen, empty }: RatesGridProps) {
  const { t, locale } = useWords();
  const columns = useMemo(() => rateColumns(t, locale), [t, locale]);
  const read = useCallback(
    (rate: RateRow, id: string) =>
      // Rates are compared by their size, not by their letters.
      id === 'rate' ? Number(rate.rate) : columns.find((column) => column.id === id)?.value(rate),
    [columns],
  );
  const listing = useLocalListing('rates', rates, read, ['pair']);
  return (
    <DataGrid
      id="rates"
      label={t('shell.page.rates')}
      listing={listing}
      columns={columns}
      idOf={(rate) => `${rate.rate_type} ${rate.from} ${rate.to} ${rate.valid_from}`}
      onOpen={onOpen}
      exportFrom="page"
      empty={empty}
    />
  );
}

function rateColumns(t: TFunction, locale: string): Column<RateRow>[] {
  return [
    {
      id: 'pair',
      kind: 'link',
      header: t('rates.pair'),
      width: 150,
      show: 'always',
      value: (rate) => `${rate.from} → ${rate.to}`,
    },
    { id: 'valid_from', kind: 'day', header: t('rates.validFrom'), width: 130, value: (rate) => rate.valid_from },
    {
      id: 'rate',
      kind: 'text',
      header: t('rates.rate'),
      width: 150,
      filter: 'no',
      value: (rate) => formatDecimal(rate.rate, locale),
    },
    {
      id: 'sentence',
      kind: 'text',
      header: t('rates.meaning'),
      fit: 'grow',
      sort: 'no',
      filter: 'no',
      value: (rate) => t('rates.sentence', { from: rate.from, to: rate.to, rate: formatDecimal(rate.rate, locale) }),
    },
    {
      id: 'rate_type',
      kind: 'text',
      header: t('rates.type'),
      show: 'on_request',
      value: (rate) => rate.rate_type,
    },
  ];
}
