import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, Note, Problem } from '../../kit/states';
import { useBasis } from './basis';
import { AgedBox, ContactBox, CreditBox, PaymentsBox } from './boxes';
import { CardForm } from './card-form';
import { CustomerActs } from './customer-acts';
import classes from './customers.module.css';
import { HoldTag } from './customers-page';
import { LettersBox } from './letters-box';
import { LettersExplained } from './letters-explained';
import { TrailNav } from './trail-nav';
import { TransactionsGrid } from './transactions-grid';
import type { Balance, Customer } from './types';
import { useUpdateOne } from './update-one';

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

type Panel = 'none' | 'edit' | 'explain';

function Loaded({ customer }: { customer: Customer }) {
  const { t, locale } = useWords();
  const { state, asOf } = useDesk();
  const { account, card } = customer;
  const basis = useBasis();
  const navigate = useNavigate();
  const [show, setShow] = useState<'open' | 'all'>('open');
  const [period, setPeriod] = useState<string | null>(null);
  const [panel, setPanel] = useState<Panel>('none');
  const update = useUpdateOne(account, basis.definition);
  const question = { account, as_of: asOf, ...basis };
  const balance = useAsk('customers.balance', question, { meanwhile: 'previous' });
  const transactions = useAsk('customers.transactions', { ...question, show }, { meanwhile: 'previous' });
  const close = () => setPanel('none');
  return (
    <Page
      layout="fill"
      title={card.name}
      above={<TrailNav />}
      about={<About customer={customer} balance={balance.data} />}
      actions={
        <CustomerActs
          show={show}
          onShow={setShow}
          onSettle={() => void navigate({ to: '/settle/$account', params: { account } })}
          onCredit={() => void navigate({ to: '/credit/$account', params: { account } })}
          onEdit={() => setPanel('edit')}
          onExplain={() => setPanel('explain')}
          update={{ run: () => update.mutate(), state: update.isPending ? 'running' : 'idle' }}
        />
      }
      aside={
        <>
          <Answered answer={balance}>
            {(data) => (
              <>
                <AgedBox
                  balance={data}
                  basis={basis}
                  period={period}
                  onPeriod={(id) => {
                    setShow('open');
                    setPeriod(id);
                  }}
                />
                <CreditBox account={account} balance={data} card={card} />
                <PaymentsBox balance={data} />
              </>
            )}
          </Answered>
          <LettersBox account={account} asOf={asOf} onExplain={() => setPanel('explain')} />
          {/* A card has no history: it is always as it is today. */}
          <ContactBox card={card} asOf={state.today} />
        </>
      }
    >
      {update.error && <Problem error={update.error} />}
      {update.data && <Note tone="good">{t('customers.updated', { day: formatDay(update.data, locale) })}</Note>}
      <Answered answer={transactions}>
        {(data) => (
          <>
            <TransactionsGrid
              account={account}
              rows={data.rows}
              show={show}
              period={period}
              periods={balance.data?.periods ?? []}
              onPeriod={setPeriod}
            />
            <Drawer
              title={t('customers.explain')}
              state={panel === 'explain' ? 'open' : 'closed'}
              onClose={close}
              width="wide"
            >
              <LettersExplained account={account} rows={data.rows} />
            </Drawer>
          </>
        )}
      </Answered>
      <Drawer title={t('customers.edit')} state={panel === 'edit' ? 'open' : 'closed'} onClose={close}>
        <CardForm account={account} stored={card} onDone={close} />
      </Drawer>
    </Page>
  );
}

/** Who the customer is, and the two figures that decide whether one sells: what is overdue, and what credit remains. */
function About({ customer: { account, card }, balance }: { customer: Customer; balance: Balance | undefined }) {
  const { t } = useWords();
  const { state } = useDesk();
  const overdue = (balance?.balances ?? []).filter((line) => line.overdue_minor !== 0);
  return (
    <span className={classes.about}>
      <span className="tabular">{account}</span>
      {card.group && <span>{card.group}</span>}
      {card.credit_rating && <span>{t('customers.rating', { rating: card.credit_rating })}</span>}
      {card.agent && <span>{t('customers.agent', { agent: card.agent })}</span>}
      {overdue.length > 0 && (
        <span data-testid="overdue">
          {t('customers.overdue')}{' '}
          {overdue.map((line, index) => (
            <strong key={line.currency}>
              {index > 0 && ' · '}
              <MoneyText money={{ minor: line.overdue_minor, currency: line.currency }} showCurrency="yes" />
            </strong>
          ))}
        </span>
      )}
      {balance && balance.remaining_credit_minor !== null && (
        <span data-testid="remaining-credit">
          {t('customers.remainingCredit')}{' '}
          <strong>
            <MoneyText
              money={{ minor: balance.remaining_credit_minor, currency: state.book?.currency ?? '' }}
              showCurrency="yes"
            />
          </strong>
        </span>
      )}
      <HoldTag hold={card.delivery_hold} />
    </span>
  );
}
