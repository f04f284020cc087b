import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowsExchange, IconEdit } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered } from '../../kit/states';
import { AgedBox, ContactBox, CreditBox, PaymentsBox } from './boxes';
import { CardForm } from './card-form';
import classes from './customers.module.css';
import { HoldTag } from './customers-page';
import { LettersBox } from './letters-box';
import { TrailNav } from './trail-nav';
import { TransactionsGrid } from './transactions-grid';
import type { Customer } from './types';

/** One customer: the transactions in the middle, the facts at the right. */
export function CustomerPage() {
  const { t } = useWords();
  const { account } = useParams({ strict: false }) as { account: string };
  const customer = useAsk('customers.get', { account });
  return customer.data ? (
    <Loaded key={customer.data.account} customer={customer.data} />
  ) : (
    <Page title={account} above={<TrailNav />} about={t('customers.loading')}>
      <Answered answer={customer}>{() => null}</Answered>
    </Page>
  );
}

function Loaded({ customer }: { customer: Customer }) {
  const { t } = useWords();
  const { asOf, mode } = useDesk();
  const { account, card } = customer;
  const navigate = useNavigate();
  const settle = () => void navigate({ to: '/settle/$account', params: { account } });
  const [show, setShow] = useState<'open' | 'all'>('open');
  const [period, setPeriod] = useState<string | null>(null);
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const balance = useAsk(
    'customers.balance',
    { account, as_of: asOf, definition: null, by: 'due' },
    { meanwhile: 'previous' },
  );
  const transactions = useAsk(
    'customers.transactions',
    { account, as_of: asOf, show, definition: null, by: 'due' },
    { meanwhile: 'previous' },
  );
  useActions([
    { id: 'customer.open', label: t('customers.showOpen'), group: 'page', keys: '1', run: () => setShow('open') },
    { id: 'customer.settle', label: t('customers.settle'), group: 'page', keys: 's', run: settle },
    { id: 'customer.all', label: t('customers.showAll'), group: 'page', keys: '2', run: () => setShow('all') },
    ...(mode === 'today'
      ? [
          {
            id: 'customer.edit',
            label: t('customers.edit'),
            group: 'page' as const,
            keys: 'e',
            run: () => setForm('open'),
          },
        ]
      : []),
  ]);
  return (
    <Page
      layout="fill"
      title={card.name}
      above={<TrailNav />}
      about={
        <span className={classes.about}>
          <span className="tabular">{account}</span>
          {card.group && <span>{card.group}</span>}
          {card.credit_rating && <span>{t('customers.rating', { rating: card.credit_rating })}</span>}
          {card.agent && <span>{t('customers.agent', { agent: card.agent })}</span>}
          <HoldTag hold={card.delivery_hold} />
        </span>
      }
      actions={
        <>
          <SegmentedControl
            aria-label={t('customers.transactions')}
            value={show}
            onChange={(value) => setShow(value as 'open' | 'all')}
            data={[
              { value: 'open', label: t('customers.showOpen') },
              { value: 'all', label: t('customers.showAll') },
            ]}
          />
          <Button variant="default" leftSection={<IconArrowsExchange size={14} />} onClick={settle}>
            {t('customers.settle')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconEdit size={14} />}
            disabled={mode === 'past'}
            onClick={() => setForm('open')}
          >
            {t('customers.edit')}
          </Button>
        </>
      }
      aside={
        <>
          <Answered answer={balance}>
            {(data) => (
              <>
                <AgedBox
                  balance={data}
                  period={period}
                  onPeriod={(id) => {
                    setShow('open');
                    setPeriod(id);
                  }}
                />
                <CreditBox balance={data} card={card} />
                <PaymentsBox balance={data} />
              </>
            )}
          </Answered>
          <LettersBox account={account} />
          <ContactBox card={card} />
        </>
      }
    >
      <Answered answer={transactions}>
        {(data) => (
          <TransactionsGrid
            account={account}
            rows={data.rows}
            show={show}
            period={period}
            periods={balance.data?.periods ?? []}
            onPeriod={setPeriod}
          />
        )}
      </Answered>
      <Drawer title={t('customers.edit')} state={form} onClose={() => setForm('closed')}>
        <CardForm account={account} stored={card} onDone={() => setForm('closed')} />
      </Drawer>
    </Page>
  );
}
