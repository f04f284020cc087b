import { useNavigate, useParams } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo, useRef, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { type Day, formatDay } from '../../kit/format/day';
import { MailForm } from '../../kit/mail-form';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { SnoozeForm } from '../../kit/snooze-form';
import { StatementForm } from '../../kit/statement-form';
import { Answered, Note, Problem } from '../../kit/states';
import { WriteOffForm } from '../../kit/write-off-form';
import { ActivitiesPart } from './activities-part';
import { useBasis, useChooseBasis } from './basis';
import { AgedBox, ContactBox, CreditBox, PaymentsBox, useStatusName } from './boxes';
import { CardForm } from './card-form';
import { CasesPart, useCustomerCases } from './cases-part';
import { CollectionsBoxes } from './collections-box';
import { useCustomerActs } from './customer-acts';
import classes from './customers.module.css';
import { DisplayBox } from './display-box';
import { HandOversBox } from './hand-overs-box';
import { AccountHold } from './hold-causes';
import { InterestBox } from './interest-box';
import { LettersBox } from './letters-box';
import { LettersExplained } from './letters-explained';
import { PartyChip, PartyPanel } from './party';
import { PoolsBox } from './pools-box';
import { ReimburseForm } from './reimburse-form';
import { RenameForm } from './rename-form';
import { ReturnsBox } from './returns-box';
import { StopsBox } from './stops-box';
import { Summary } from './summary';
import { Timeline } from './timeline';
import { TrailNav } from './trail-nav';
import { TransactionTabs } from './transaction-tabs';
import { TransactionsGrid } from './transactions-grid';
import type { Balance, Customer, Tab, TransactionRow } from './types';
import { useUpdateOne } from './update-one';

/** One customer: the transactions in the middle, the facts at the right. */
export function CustomerPage() {
  const { t } = useWords();
  const { account } = useParams({ strict: false }) as { account: string };
  const customer = useAsk('customers.get', { account });
  return customer.data ? (
    <Loaded key={customer.data.account} customer={customer.data} />
  ) : (
    <Page title={account} above={<TrailNav account={account} />} about={t('customers.loading')}>
      <Answered answer={customer}>{() => null}</Answered>
    </Page>
  );
}

type Transactions = readonly TransactionRow[];
type Panel =
  | 'none'
  | 'party'
  | 'edit'
  | 'explain'
  | 'timeline'
  | 'summary'
  | 'mail'
  | 'statement'
  | 'putOff'
  | 'reimburse'
  | 'writeOff';

function Loaded({ customer }: { customer: Customer }) {
  const { t, locale } = useWords();
  const { state, asOf } = useDesk();
  const { account, card } = customer;
  const basis = useBasis();
  const chooseBasis = useChooseBasis(account);
  const navigate = useNavigate();
  const [show, setShow] = useState<Tab>('open');
  const [period, setPeriod] = useState<string | null>(null);
  const [panel, setPanel] = useState<Panel>('none');
  const [putOff, setPutOff] = useState<Day | null>(null);
  const [writtenOff, setWrittenOff] = useState<string | null>(null);
  const update = useUpdateOne(account, basis.definition);
  const question = { account, as_of: asOf, ...basis };
  const balance = useAsk('customers.balance', question, { meanwhile: 'previous' });
  const transactions = useAsk('customers.transactions', { ...question, show }, { meanwhile: 'previous' });
  const [mailTo, setMailTo] = useState<{ name: string; email: string } | null>(null);
  const [chosenCase, setChosenCase] = useState<number | null>(null);
  const cases = useCustomerCases(account);
  const caseId = cases.some((one) => one.case_id === chosenCase) ? chosenCase : null;
  const ofCase = useCaseTransactions(caseId);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const note = () => noteField.current?.focus();
  const close = () => setPanel('none');
  const acts = useCustomerActs({
    onShow: setShow,
    onSettle: () => void navigate({ to: '/settle/$account', params: { account } }),
    onCredit: () => void navigate({ to: '/credit/$account', params: { account } }),
    onInterest: () => void navigate({ to: '/interest', search: { account } as never }),
    onEdit: () => setPanel('edit'),
    onExplain: () => setPanel('explain'),
    onNote: note,
    onTimeline: () => setPanel('timeline'),
    onSummary: () => setPanel('summary'),
    onStatement: () => setPanel('statement'),
    onPutOff: () => setPanel('putOff'),
    onReimburse: () => setPanel('reimburse'),
    onWriteOff: () => setPanel('writeOff'),
    onJournal: () => void navigate({ to: '/journal', search: { account } as never }),
    onMail: () => {
      setMailTo(null);
      setPanel('mail');
    },
    update: { run: () => update.mutate(), state: update.isPending ? 'running' : 'idle' },
  });
  return (
    <Page
      layout="fill"
      title={card.name}
      above={<TrailNav account={account} />}
      about={<About customer={customer} balance={balance.data} onParty={() => setPanel('party')} />}
      acts={acts}
      aside={
        <>
          <DisplayBox basis={basis} balance={balance.data} onBasis={chooseBasis} />
          <Answered answer={balance}>
            {(data) => (
              <>
                <AgedBox
                  account={account}
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
          <StopsBox account={account} />
          <CollectionsBoxes account={account} />
          <HandOversBox account={account} />
          <ReturnsBox account={account} />
          <PoolsBox account={account} />
          <LettersBox account={account} asOf={asOf} onExplain={() => setPanel('explain')} />
          <InterestBox account={account} />
          {/* A card has no history: it is always as it is today. */}
          <ContactBox
            account={account}
            card={card}
            asOf={state.today}
            onMail={(contact) => {
              setMailTo(contact);
              setPanel('mail');
            }}
            onCall={note}
          />
        </>
      }
    >
      {update.error && <Problem error={update.error} />}
      {update.data && <Note tone="good">{t('customers.updated', { day: formatDay(update.data, locale) })}</Note>}
      {putOff && <Note tone="good">{t('today.snoozed', { account, day: formatDay(putOff, locale) })}</Note>}
      {writtenOff && <Note tone="good">{writtenOff}</Note>}
      <CasesPart cases={cases} chosen={caseId} onChoose={setChosenCase} />
      <Answered answer={transactions}>
        {(data) => (
          <>
            <TransactionTabs show={show} counts={data.counts} onShow={setShow} />
            <TransactionsGrid
              account={account}
              companyCurrency={data.company_currency}
              rows={ofCase ? rowsOf(data.rows, ofCase) : data.rows}
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
      <ActivitiesPart account={account} caseId={caseId} noteField={noteField} />
      <Drawer title={t('timeline.title')} state={panel === 'timeline' ? 'open' : 'closed'} onClose={close} width="wide">
        <Timeline account={account} asOf={asOf} />
      </Drawer>
      <Drawer
        title={t('timeline.summary')}
        state={panel === 'summary' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        <Summary account={account} asOf={asOf} onDone={close} />
      </Drawer>
      <Drawer
        title={t('statements.title', { count: 1 })}
        state={panel === 'statement' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        {panel === 'statement' && <StatementForm accounts={[account]} onDone={close} />}
      </Drawer>
      <Drawer title={t('mail.title')} state={panel === 'mail' ? 'open' : 'closed'} onClose={close} width="wide">
        <MailForm account={account} caseId={caseId} transactionIds={NO_IDS} to={mailTo} onDone={close} />
      </Drawer>
      <Drawer
        title={t('writeOffs.actAll')}
        state={panel === 'writeOff' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        {panel === 'writeOff' && (
          <WriteOffForm
            account={account}
            transactionIds={NO_IDS}
            onCancel={close}
            onDone={(said) => {
              setWrittenOff(said);
              close();
            }}
          />
        )}
      </Drawer>
      <Drawer
        title={t('today.snoozeTitle', { account })}
        state={panel === 'putOff' ? 'open' : 'closed'}
        onClose={close}
      >
        <SnoozeForm
          account={account}
          onDone={(until) => {
            if (until) setPutOff(until);
            close();
          }}
        />
      </Drawer>
      <Drawer
        title={t('companies.together')}
        state={panel === 'party' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        <PartyPanel account={account} asOf={asOf} />
      </Drawer>
      <Drawer
        title={t('reimbursements.title')}
        state={panel === 'reimburse' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        {panel === 'reimburse' && <ReimburseForm account={account} />}
      </Drawer>
      <Drawer title={t('customers.edit')} state={panel === 'edit' ? 'open' : 'closed'} onClose={close}>
        <CardForm account={account} stored={card} onDone={close} />
        <RenameForm
          account={account}
          onRenamed={(renamed) => {
            close();
            void navigate({ to: '/customers/$account', params: { account: renamed } });
          }}
        />
      </Drawer>
    </Page>
  );
}

/** A mail lists every open transaction of the customer. */
const NO_IDS: readonly number[] = [];

/** The transactions of the chosen case; null where none is chosen. */
function useCaseTransactions(caseId: number | null): ReadonlySet<number> | null {
  const file = useAsk('cases.get', { case_id: caseId ?? 0 }, { when: caseId === null ? 'later' : 'now' });
  return useMemo(
    () => (caseId === null ? null : new Set(file.data?.transactions.map((row) => row.transaction_id))),
    [caseId, file.data],
  );
}

const kept = new WeakMap<object, WeakMap<object, Transactions>>();

/** The rows of a case. The grid takes other rows as another list, so that the same ones must stay the same. */
function rowsOf(rows: Transactions, ids: ReadonlySet<number>): Transactions {
  const known = kept.get(rows) ?? new WeakMap<object, Transactions>();
  kept.set(rows, known);
  const found = known.get(ids) ?? rows.filter((row) => ids.has(row.transaction_id));
  known.set(ids, found);
  return found;
}

/** How the customer paid in the last year, in a few words. */
function paysWords(days: number, t: TFunction): string {
  if (days === 0) return t('customers.paysOnTime');
  return days > 0 ? t('customers.paysLate', { count: days }) : t('customers.paysEarly', { count: -days });
}

/** Who the customer is, and the two figures that decide whether one sells: what is overdue, and what credit remains. */
function About(props: { customer: Customer; balance: Balance | undefined; onParty: () => void }) {
  const {
    customer: { account, card },
    balance,
    onParty,
  } = props;
  const { t } = useWords();
  const status = useStatusName(account);
  // The card says who works the customer, else the pool of the lowest rank.
  const specialist = useAsk('pools.of_customer', { account }).data?.specialist ?? card.agent;
  const late = balance?.mean_days_late;
  const overdue = (balance?.balances ?? []).filter((line) => line.overdue_minor !== 0);
  return (
    <span className={classes.about}>
      <span className="tabular">{account}</span>
      {card.group && <span>{card.group}</span>}
      {card.credit_rating && <span>{t('customers.rating', { rating: card.credit_rating })}</span>}
      {status && <span data-testid="account-status">{status}</span>}
      {specialist && <span data-testid="specialist">{t('customers.agent', { agent: specialist })}</span>}
      {late !== null && late !== undefined && <span data-testid="pays">{paysWords(late, t)}</span>}
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
              money={{ minor: balance.remaining_credit_minor, currency: balance.credit_currency }}
              showCurrency="yes"
            />
          </strong>
        </span>
      )}
      <AccountHold account={account} card={card.delivery_hold} />
      <PartyChip account={account} onOpen={onParty} />
    </span>
  );
}
