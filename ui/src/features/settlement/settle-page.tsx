import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayField } from '../../kit/fields/day-field';
import { type Mark, Marking } from '../../kit/marking';
import { Page, Section } from '../../kit/page';
import { PostingView } from '../../kit/posting';
import { Answered, EmptyState, Note, Problem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { CrossSettle } from './cross-settle';
import { Instruments } from './instruments';
import { PostedBefore } from './posted-before';
import classes from './settlement.module.css';

type OpenItems = ResponseOf<'settlement.open_items'>;

/** *Settle*: credits of a customer are applied to debits, by hand or in the order of the rules. */
export function SettlePage() {
  const { t } = useWords();
  const { account } = useParams({ strict: false }) as { account: string };
  const [currency, setCurrency] = useState<string | null>(null);
  const { state } = useDesk();
  const [day, setDay] = useState(state.today);
  const items = useAsk('settlement.open_items', { account, currency, settled_on: day }, { meanwhile: 'previous' });
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/customers/$account', params: { account } });
  useActions([{ id: 'settle.back', label: t('settlement.back'), group: 'page', keys: 'Escape', run: back }]);
  return (
    <Page
      title={items.data ? t('settlement.title', { name: items.data.name }) : t('settlement.titlePlain')}
      above={
        <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={14} />} onClick={back}>
          {t('settlement.back')}
        </Button>
      }
      about={t('settlement.about')}
      actions={
        <>
          {items.data && items.data.currencies.length > 1 && (
            <Select
              aria-label={t('settlement.currency')}
              w={90}
              data={items.data.currencies}
              value={items.data.currency}
              onChange={setCurrency}
            />
          )}
          <DayField
            label={t('settlement.on')}
            labelled="hidden"
            value={day}
            today={state.today}
            max={state.today}
            onChange={(chosen) => chosen && setDay(chosen)}
          />
        </>
      }
    >
      <Answered answer={items}>
        {(data) => <Loaded key={`${data.account} ${data.currency}`} items={data} day={day} />}
      </Answered>
      <PostedBefore account={account} />
    </Page>
  );
}

function Loaded({ items, day }: { items: OpenItems; day: string }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [credits, setCredits] = useState<Mark[]>([]);
  const [debits, setDebits] = useState<Mark[]>([]);
  const [order, setOrder] = useState<'rules' | 'marked'>('marked');
  const [note, setNote] = useState('');
  const [cross, setCross] = useState<'open' | 'closed'>('closed');
  const post = useAct('settlement.post');
  const request = {
    account: items.account,
    currency: items.currency,
    settled_on: day,
    credits: credits.map(({ transaction_id, amount_minor }) => ({ transaction_id, amount_minor })),
    debits: debits.map((mark) => ({ ...mark, difference_minor: 0 })),
    automatic: order === 'rules',
    cross: [],
    note,
  };
  const ready = credits.length > 0 && (debits.length > 0 || order === 'rules');
  const preview = useAsk('settlement.preview', request, { when: ready ? 'now' : 'later', meanwhile: 'previous' });
  const doPost = () => {
    if (!ready || preview.error || mode === 'past') return;
    post.mutate(request, {
      onSuccess: () => {
        setCredits([]);
        setDebits([]);
        setNote('');
      },
    });
  };
  const proposeAll = () => {
    setCredits(items.credits.map((item) => all(item.transaction_id)));
    setOrder('rules');
  };
  // Another currency is paid by a credit of this one.
  const canCross = items.currencies.length > 1 && items.credits.length > 0 && mode !== 'past';
  useActions([
    { id: 'settle.all', label: t('settlement.byRules'), group: 'page', keys: 'a', run: proposeAll },
    { id: 'settle.post', label: t('settlement.post'), group: 'page', keys: 'c', run: doPost },
    ...(canCross
      ? [
          {
            id: 'settle.cross',
            label: t('settlement.cross'),
            group: 'page' as const,
            keys: 'o',
            run: () => setCross('open'),
          },
        ]
      : []),
  ]);
  if (items.debits.length === 0 && items.credits.length === 0) {
    return <EmptyState title={t('settlement.emptyTitle')} text={t('settlement.emptyText')} />;
  }
  return (
    <>
      <div className={classes.sides}>
        <Section title={t('settlement.credits')}>
          {items.credits.length === 0 ? (
            <Note>{t('settlement.noCredits')}</Note>
          ) : (
            <Marking
              label={t('settlement.credits')}
              items={items.credits}
              currency={items.currency}
              marks={credits}
              onMarks={setCredits}
              discounts="none"
            />
          )}
        </Section>
        <Section title={t('settlement.debits')}>
          {items.debits.length === 0 ? (
            <Note>{t('settlement.noDebits')}</Note>
          ) : (
            <Marking
              label={t('settlement.debits')}
              items={items.debits}
              currency={items.currency}
              marks={debits}
              onMarks={setDebits}
              discounts="offered"
            />
          )}
        </Section>
      </div>
      <div className={classes.acts}>
        <Checkbox
          label={t('settlement.restByRules')}
          checked={order === 'rules'}
          onChange={(event) => setOrder(event.currentTarget.checked ? 'rules' : 'marked')}
        />
        <TextInput
          aria-label={t('settlement.note')}
          placeholder={t('settlement.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button variant="default" disabled={items.credits.length === 0} onClick={proposeAll}>
          {t('settlement.byRules')}
        </Button>
        {canCross && (
          <Button variant="default" onClick={() => setCross('open')}>
            {t('settlement.cross')}
          </Button>
        )}
        <Button
          disabled={!ready || preview.error !== null || mode === 'past'}
          loading={post.isPending}
          onClick={doPost}
        >
          {t('settlement.post')}
        </Button>
      </div>
      {ready && preview.error && <Problem error={preview.error} />}
      {ready && !preview.error && preview.data && (
        <Section title={t('settlement.whatItDoes')}>
          <PostingView posting={preview.data} />
        </Section>
      )}
      {post.error && <Problem error={post.error} />}
      {post.isSuccess && !ready && <Note tone="good">{t('settlement.done')}</Note>}
      {cross === 'open' && <CrossSettle items={items} day={day} onClose={() => setCross('closed')} />}
      <Instruments account={items.account} currency={items.currency} debits={items.debits} />
    </>
  );
}

function all(id: number): Mark {
  return { transaction_id: id, amount_minor: null, discount_minor: 0 };
}
