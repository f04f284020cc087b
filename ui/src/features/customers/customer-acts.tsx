import {
  IconArrowsExchange,
  IconCashBanknote,
  IconClockPause,
  IconEdit,
  IconFileInvoice,
  IconFileText,
  IconHelp,
  IconHistory,
  IconMail,
  IconNotebook,
  IconPhone,
  IconReceiptOff,
  IconRefresh,
  IconShieldCheck,
  IconTrendingUp,
} from '@tabler/icons-react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import type { Act } from '../../kit/acts';
import { TABS } from './transaction-tabs';
import type { Tab } from './types';

type CustomerActs = {
  onShow: (show: Tab) => void;
  onSettle: () => void;
  onCredit: () => void;
  onInterest: () => void;
  onEdit: () => void;
  onExplain: () => void;
  onNote: () => void;
  onTimeline: () => void;
  onSummary: () => void;
  onMail: () => void;
  onStatement: () => void;
  onPutOff: () => void;
  onReimburse: () => void;
  onWriteOff: () => void;
  onJournal: () => void;
  /** Stores today's figures of this customer. */
  update: { run: () => void; state: 'running' | 'idle' };
};

/** What can be done with a customer: each act has its button or its place in the menu, its key and its line in the palette. */
export function useCustomerActs(props: CustomerActs): Act[] {
  const { onShow, onSettle, onCredit, onInterest, onEdit, onExplain, onNote, onTimeline } = props;
  const { onSummary, onMail, onStatement, onPutOff, onReimburse, onWriteOff, onJournal, update } = props;
  const { t } = useWords();
  const { mode } = useDesk();
  const tabs: Action[] = TABS.map((tab, index) => ({
    id: `customer.${tab}`,
    label: t('customers.showTab', { tab: t(`customers.tab.${tab}`) }),
    group: 'page',
    keys: String(index + 1),
    run: () => onShow(tab),
  }));
  const open = mode === 'past' ? 'off' : 'ready';
  const acts: (Act & { keys: string })[] = [
    { id: 'note', label: t('activities.note'), keys: 'c', icon: icon(IconPhone), state: open, run: onNote },
    { id: 'settle', label: t('customers.settle'), keys: 's', icon: icon(IconArrowsExchange), run: onSettle },
    { id: 'mail', label: t('mail.write'), keys: 'm', icon: icon(IconMail), state: open, run: onMail },
    { id: 'statement', label: t('statements.act'), keys: 'f s', icon: icon(IconFileInvoice), run: onStatement },
    { id: 'timeline', label: t('timeline.title'), keys: 't', icon: icon(IconHistory), run: onTimeline },
    { id: 'credit', label: t('customers.openCredit'), keys: 'l', icon: icon(IconShieldCheck), run: onCredit },
    { id: 'interest', label: t('interest.ofCustomer'), keys: 'f i', icon: icon(IconTrendingUp), run: onInterest },
    { id: 'edit', label: t('customers.edit'), keys: 'e', icon: icon(IconEdit), state: open, run: onEdit },
    {
      id: 'update',
      label: t('customers.update'),
      keys: 'u',
      icon: icon(IconRefresh),
      state: update.state === 'running' ? 'running' : open,
      run: update.run,
    },
    { id: 'putOff', label: t('today.snooze'), keys: 'o', icon: icon(IconClockPause), state: open, run: onPutOff },
    {
      id: 'writeOff',
      label: t('writeOffs.actAll'),
      keys: 'f a',
      icon: icon(IconReceiptOff),
      state: open,
      run: onWriteOff,
    },
    { id: 'journal', label: t('journal.entriesOf'), keys: 'g g', icon: icon(IconNotebook), run: onJournal },
    {
      id: 'reimburse',
      label: t('reimbursements.act'),
      keys: 'f p',
      icon: icon(IconCashBanknote),
      state: open,
      run: onReimburse,
    },
    { id: 'summary', label: t('timeline.summary'), keys: 'b', icon: icon(IconFileText), run: onSummary },
    { id: 'explain', label: t('customers.explain'), keys: 'w', icon: icon(IconHelp), run: onExplain },
  ];
  const can = acts.filter((act) => act.state !== 'off');
  useActions([
    ...tabs,
    ...can.map(({ id, label, keys, run }) => ({ id: `customer.${id}`, label, group: 'page' as const, keys, run })),
  ]);
  return acts;
}

function icon(Icon: typeof IconPhone) {
  return <Icon size={14} />;
}
