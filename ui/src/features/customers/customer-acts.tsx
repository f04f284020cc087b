import { Button } from '@mantine/core';
import { IconArrowsExchange, IconEdit, IconHistory, IconMail, IconPhone, IconRefresh } from '@tabler/icons-react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { TABS } from './transaction-tabs';
import type { Tab } from './types';

type CustomerActsProps = {
  onShow: (show: Tab) => void;
  onSettle: () => void;
  onCredit: () => void;
  onEdit: () => void;
  onExplain: () => void;
  onNote: () => void;
  onTimeline: () => void;
  onSummary: () => void;
  onMail: () => void;
  onPutOff: () => void;
  /** Stores today's figures of this customer. */
  update: { run: () => void; state: 'running' | 'idle' };
};

/** What can be done with a customer: each act has its button or box, its key and its line in the palette. */
export function CustomerActs(props: CustomerActsProps) {
  const { onShow, onSettle, onCredit, onEdit, onExplain, onNote, onTimeline, onSummary, onMail, onPutOff, update } =
    props;
  const { t } = useWords();
  const { mode } = useDesk();
  const always: Action[] = [
    ...TABS.map((tab, index) => ({
      id: `customer.${tab}`,
      label: t('customers.showTab', { tab: t(`customers.tab.${tab}`) }),
      group: 'page' as const,
      keys: String(index + 1),
      run: () => onShow(tab),
    })),
    { id: 'customer.settle', label: t('customers.settle'), group: 'page', keys: 's', run: onSettle },
    { id: 'customer.credit', label: t('customers.openCredit'), group: 'page', keys: 'l', run: onCredit },
    { id: 'customer.explain', label: t('customers.explain'), group: 'page', keys: 'w', run: onExplain },
    { id: 'customer.timeline', label: t('timeline.title'), group: 'page', keys: 't', run: onTimeline },
    { id: 'customer.summary', label: t('timeline.summary'), group: 'page', keys: 'b', run: onSummary },
  ];
  const today: Action[] = [
    { id: 'customer.note', label: t('activities.note'), group: 'page', keys: 'c', run: onNote },
    { id: 'customer.mail', label: t('mail.write'), group: 'page', keys: 'm', run: onMail },
    { id: 'customer.putOff', label: t('today.snooze'), group: 'page', keys: 'o', run: onPutOff },
    { id: 'customer.edit', label: t('customers.edit'), group: 'page', keys: 'e', run: onEdit },
    { id: 'customer.update', label: t('customers.update'), group: 'page', keys: 'u', run: update.run },
  ];
  useActions(mode === 'today' ? [...always, ...today] : always);
  return (
    <>
      <Button variant="default" leftSection={<IconPhone size={14} />} disabled={mode === 'past'} onClick={onNote}>
        {t('activities.note')}
      </Button>
      <Button variant="default" leftSection={<IconMail size={14} />} disabled={mode === 'past'} onClick={onMail}>
        {t('mail.write')}
      </Button>
      <Button variant="default" leftSection={<IconHistory size={14} />} onClick={onTimeline}>
        {t('timeline.title')}
      </Button>
      <Button variant="default" leftSection={<IconArrowsExchange size={14} />} onClick={onSettle}>
        {t('customers.settle')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconRefresh size={14} />}
        disabled={mode === 'past'}
        loading={update.state === 'running'}
        onClick={update.run}
      >
        {t('customers.update')}
      </Button>
      <Button variant="default" leftSection={<IconEdit size={14} />} disabled={mode === 'past'} onClick={onEdit}>
        {t('customers.edit')}
      </Button>
    </>
  );
}
