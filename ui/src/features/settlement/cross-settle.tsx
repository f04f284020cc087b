import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { formatMinor } from '../../kit/format/money';
import type { OpenItem } from '../../kit/marking';
import { PostingView } from '../../kit/posting';
import { Drawer } from '../../kit/side';
import { Answered, Note, Problem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type OpenItems = ResponseOf<'settlement.open_items'>;
type Chosen = { item: OpenItem; minor: number } | null;
type CrossProps = { items: OpenItems; day: string; onClose: () => void };

/** A debit that is paid by a credit in another currency: what is settled of each, with the difference of exchange shown. */
export function CrossSettle({ items, day, onClose }: CrossProps) {
  const { t } = useWords();
  const others = items.currencies.filter((currency) => currency !== items.currency);
  const [currency, setCurrency] = useState(others[0] ?? items.currency);
  const owed = useAsk('settlement.open_items', { account: items.account, currency, settled_on: day });
  return (
    <Drawer title={t('settlement.cross')} state="open" onClose={onClose}>
      <Note>{t('settlement.crossAbout')}</Note>
      <Select
        label={t('settlement.crossOwedIn')}
        data={others}
        value={currency}
        allowDeselect={false}
        onChange={(chosen) => chosen && setCurrency(chosen)}
      />
      <Answered answer={owed}>
        {(data) => <Form key={data.currency} paying={items} owed={data} day={day} onClose={onClose} />}
      </Answered>
    </Drawer>
  );
}

function Form({
  paying,
  owed,
  day,
  onClose,
}: {
  paying: OpenItems;
  owed: OpenItems;
  day: string;
  onClose: () => void;
}) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [credit, setCredit] = useState<Chosen>(null);
  const [debit, setDebit] = useState<Chosen>(null);
  const post = useAct('settlement.post');
  const ready = credit !== null && debit !== null;
  const request = {
    account: paying.account,
    currency: paying.currency,
    settled_on: day,
    credits: [],
    debits: [],
    automatic: false,
    cross: ready
      ? [
          {
            debit_id: debit.item.transaction_id,
            debit_minor: debit.minor,
            credit_id: credit.item.transaction_id,
            credit_minor: credit.minor,
          },
        ]
      : [],
    note: '',
  };
  const preview = useAsk('settlement.preview', request, { when: ready ? 'now' : 'later', meanwhile: 'previous' });
  const doPost = () => {
    if (!ready || preview.error || mode === 'past') return;
    post.mutate(request, { onSuccess: onClose });
  };
  return (
    <>
      <Fields>
        <Side
          label={t('settlement.crossCredit')}
          amountLabel={t('settlement.crossCreditAmount')}
          items={paying.credits}
          currency={paying.currency}
          chosen={credit}
          onChosen={setCredit}
        />
        <Side
          label={t('settlement.crossDebit')}
          amountLabel={t('settlement.crossDebitAmount')}
          items={owed.debits}
          currency={owed.currency}
          chosen={debit}
          onChosen={setDebit}
        />
      </Fields>
      {ready && preview.error && <Problem error={preview.error} />}
      {ready && !preview.error && preview.data && <PostingView posting={preview.data} />}
      {post.error && <Problem error={post.error} />}
      <FormActs>
        <Button variant="default" onClick={onClose}>
          {t('kit.cancel')}
        </Button>
        <Button
          disabled={!ready || preview.error !== null || mode === 'past'}
          loading={post.isPending}
          onClick={doPost}
          data-testid="cross-post"
        >
          {t('settlement.post')}
        </Button>
      </FormActs>
    </>
  );
}

type SideProps = {
  label: string;
  amountLabel: string;
  items: readonly OpenItem[];
  currency: string;
  chosen: Chosen;
  onChosen: (chosen: Chosen) => void;
};

/** One open document and how much of it; what is open of a credit is written without its sign. */
function Side({ label, amountLabel, items, currency, chosen, onChosen }: SideProps) {
  const { t, locale } = useWords();
  const openOf = (item: OpenItem) => Math.abs(item.open_minor);
  return (
    <>
      <Select
        label={label}
        placeholder={items.length === 0 ? t('settlement.crossNothing', { currency }) : undefined}
        disabled={items.length === 0}
        searchable
        data={items.map((item) => ({
          value: String(item.transaction_id),
          label: `${item.document_no} · ${formatMinor(openOf(item), currency, locale)} ${currency}`,
        }))}
        value={chosen ? String(chosen.item.transaction_id) : null}
        onChange={(id) => {
          const item = items.find((other) => String(other.transaction_id) === id);
          onChosen(item ? { item, minor: openOf(item) } : null);
        }}
      />
      <MoneyField
        label={amountLabel}
        value={chosen?.minor ?? null}
        currency={currency}
        disabled={chosen === null}
        onChange={(minor) => chosen && minor !== null && onChosen({ ...chosen, minor })}
      />
    </>
  );
}
