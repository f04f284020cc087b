import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { setTrail } from '../data/trail';
import { useUpdateAging } from '../data/update-aging';
import { useWords } from '../i18n';
import { useActions } from './actions';
import { ActivityForm } from './activity-form';
import { type Act, Acts as ActRow } from './acts';
import { formatDay } from './format/day';
import type { Picked } from './grid/data-grid';
import { INTEREST_ADJUSTING, type InterestAdjusting, InterestEachForm } from './interest-each-form';
import { MailForm } from './mail-form';
import { type CasesOpened, CasesOpenedNote, NewCasesForm } from './new-cases';
import { Drawer } from './side';
import { StatementForm } from './statement-form';
import { FormProblem, Note } from './states';
import { WriteOffEachForm } from './write-off-each-form';

type Listed = { account: string; name: string };
type Doing = {
  what: 'activity' | 'mail' | 'statement' | 'cases' | 'writeOff' | InterestAdjusting;
  customers: readonly Listed[];
  at: number;
  clear: () => void;
};

/** A customer with balances in two currencies has two rows of a list, and is one customer. */
function customersOf(rows: readonly Listed[]): Listed[] {
  return [...new Map(rows.map(({ account, name }) => [account, { account, name }])).values()];
}

/**
 * What can be done about the customers that are marked in a list, or whose rows are: the buttons, and beside the list what they
 * open. Where a list has keys of its own, theirs follow a first one.
 */
export function useCustomerListActs(definition: string | null, firstKey = '') {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const update = useUpdateAging(definition);
  const [opened, setOpened] = useState<CasesOpened | null>(null);
  const shut = () => setDoing(null);
  const chosen = async (picked: Picked<Listed>) => customersOf(await picked.rows());
  const start = (what: Doing['what']) => (picked: Picked<Listed>) =>
    void chosen(picked).then((customers) => setDoing({ what, customers, at: 0, clear: picked.clear }));
  const acts = {
    update: (picked: Picked<Listed>) =>
      void chosen(picked)
        .then((customers) => update.mutateAsync(customers.map(({ account }) => account)))
        .then(picked.clear)
        .catch(() => undefined),
    letters: (picked: Picked<Listed>) =>
      void chosen(picked).then((customers) =>
        navigate({ to: '/letters/new', search: { accounts: customers.map(({ account }) => account) } as never }),
      ),
    settle: (picked: Picked<Listed>) =>
      void chosen(picked).then((customers) => {
        const [first] = customers;
        if (!first) return;
        // Several are settled one after the other: the page walks along them.
        setTrail({
          back: globalThis.location.pathname,
          index: 0,
          count: customers.length,
          account: first.account,
          at: async (index) => customers[index]?.account ?? null,
        });
        void navigate({ to: '/settle/$account', params: { account: first.account } });
      }),
    activity: start('activity'),
    mail: start('mail'),
    statement: start('statement'),
    cases: start('cases'),
    writeOff: start('writeOff'),
    interest: (picked: Picked<Listed>) =>
      void chosen(picked).then((customers) =>
        navigate({ to: '/interest/new', search: { accounts: customers.map(({ account }) => account) } as never }),
      ),
    waived: start('waived'),
    reinstated: start('reinstated'),
    reversed: start('reversed'),
  };
  const next = () => {
    if (doing && doing.at + 1 < doing.customers.length) return setDoing({ ...doing, at: doing.at + 1 });
    doing?.clear();
    shut();
  };
  const current = doing?.customers[doing.at];
  const adjusting = INTEREST_ADJUSTING.find((kind) => kind === doing?.what);
  const beside = (
    <>
      <FormProblem error={update.error} />
      {update.data && <Note tone="good">{t('kit.listActs.updated', { day: formatDay(update.data, locale) })}</Note>}
      {said && <Note tone="good">{said}</Note>}
      <Drawer
        title={t('statements.title', { count: doing?.customers.length ?? 1 })}
        state={doing?.what === 'statement' ? 'open' : 'closed'}
        onClose={shut}
        width="wide"
      >
        {doing?.what === 'statement' && (
          <StatementForm accounts={doing.customers.map(({ account }) => account)} onDone={shut} />
        )}
      </Drawer>
      <Drawer
        title={t('writeOffs.title')}
        state={doing?.what === 'writeOff' ? 'open' : 'closed'}
        onClose={shut}
        width="wide"
      >
        {doing?.what === 'writeOff' && (
          <WriteOffEachForm
            accounts={doing.customers.map(({ account }) => account)}
            onCancel={shut}
            onDone={(words) => {
              setSaid(words);
              doing.clear();
              shut();
            }}
          />
        )}
      </Drawer>
      <Drawer
        title={adjusting ? t(`interest.actTitle.${adjusting}`) : ''}
        state={adjusting ? 'open' : 'closed'}
        onClose={shut}
        width="wide"
      >
        {doing && adjusting && (
          <InterestEachForm
            key={adjusting}
            kind={adjusting}
            accounts={doing.customers.map(({ account }) => account)}
            transactionIds={[]}
            first="note"
            onCancel={shut}
            onDone={(words) => {
              setSaid(words);
              doing.clear();
              shut();
            }}
          />
        )}
      </Drawer>
      <Drawer
        title={t('kit.listActs.activityFor', { count: doing?.customers.length ?? 0 })}
        state={doing?.what === 'activity' ? 'open' : 'closed'}
        onClose={shut}
      >
        {doing?.what === 'activity' && (
          <ActivityForm
            accounts={doing.customers.map(({ account }) => account)}
            onDone={(written) => {
              if (written === 'written') doing.clear();
              shut();
            }}
          />
        )}
      </Drawer>
      {opened && <CasesOpenedNote opened={opened} />}
      <Drawer title={t('cases.newManyFor')} state={doing?.what === 'cases' ? 'open' : 'closed'} onClose={shut}>
        {doing?.what === 'cases' && (
          <NewCasesForm
            accounts={doing.customers.map(({ account }) => account)}
            transactionIds={[]}
            onDone={(written) => {
              if (written) {
                setOpened(written);
                doing.clear();
              }
              shut();
            }}
          />
        )}
      </Drawer>
      <Drawer
        title={t('kit.listActs.mailFor', {
          name: current?.name ?? '',
          at: (doing?.at ?? 0) + 1,
          count: doing?.customers.length ?? 0,
        })}
        state={doing?.what === 'mail' ? 'open' : 'closed'}
        onClose={shut}
        width="wide"
      >
        {doing?.what === 'mail' && current && (
          <MailForm
            key={current.account}
            account={current.account}
            caseId={null}
            transactionIds={[]}
            to={null}
            onDone={next}
          />
        )}
      </Drawer>
    </>
  );
  const buttons = (picked: Picked<Listed>, own: readonly Act[] = []) =>
    mode === 'today' ? (
      <Buttons picked={picked} acts={acts} own={own} firstKey={firstKey} updating={update.isPending ? 'yes' : 'no'} />
    ) : (
      own.length > 0 && <ActRow acts={own} />
    );
  return { buttons, beside };
}

const KEYS = {
  update: 'f',
  letters: 'l',
  activity: 'n',
  mail: 'm',
  statement: 'k',
  cases: 'a',
  settle: 'y',
  writeOff: 'o',
  interest: 'z',
  waived: 'w',
  reinstated: 'e',
  reversed: 'b',
} as const;
type Acts = Record<keyof typeof KEYS, (picked: Picked<Listed>) => void>;
type ButtonsProps = {
  picked: Picked<Listed>;
  acts: Acts;
  /** What the list itself does with its rows, before what is done about their customers. */
  own: readonly Act[];
  firstKey: string;
  updating: 'yes' | 'no';
};

/** The keys work as long as something is marked. */
function Buttons({ picked, acts, own, firstKey, updating }: ButtonsProps) {
  const { t } = useWords();
  const names = Object.keys(KEYS) as (keyof typeof KEYS)[];
  useActions(
    names.map((name) => ({
      id: `customers.marked.${name}`,
      label: t(`kit.listActs.${name}`),
      group: 'page',
      keys: firstKey ? `${firstKey} ${KEYS[name]}` : KEYS[name],
      run: () => acts[name](picked),
    })),
  );
  return (
    <ActRow
      acts={[
        ...own,
        ...names.map((name) => ({
          id: `marked-${name}`,
          label: t(`kit.listActs.${name}`),
          state: name === 'update' && updating === 'yes' ? ('running' as const) : ('ready' as const),
          run: () => acts[name](picked),
        })),
      ]}
    />
  );
}
