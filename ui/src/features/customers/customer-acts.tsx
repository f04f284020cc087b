import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowsExchange, IconEdit, IconRefresh } from '@tabler/icons-react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';

type CustomerActsProps = {
  show: 'open' | 'all';
  onShow: (show: 'open' | 'all') => void;
  onSettle: () => void;
  onCredit: () => void;
  onEdit: () => void;
  onExplain: () => void;
  /** Stores today's figures of this customer. */
  update: { run: () => void; state: 'running' | 'idle' };
};

/** What can be done with a customer: each act has its button or box, its key and its line in the palette. */
export function CustomerActs({ show, onShow, onSettle, onCredit, onEdit, onExplain, update }: CustomerActsProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const always: Action[] = [
    { id: 'customer.open', label: t('customers.showOpen'), group: 'page', keys: '1', run: () => onShow('open') },
    { id: 'customer.all', label: t('customers.showAll'), group: 'page', keys: '2', run: () => onShow('all') },
    { id: 'customer.settle', label: t('customers.settle'), group: 'page', keys: 's', run: onSettle },
    { id: 'customer.credit', label: t('customers.openCredit'), group: 'page', keys: 'l', run: onCredit },
    { id: 'customer.explain', label: t('customers.explain'), group: 'page', keys: 'w', run: onExplain },
  ];
  const today: Action[] = [
    { id: 'customer.edit', label: t('customers.edit'), group: 'page', keys: 'e', run: onEdit },
    { id: 'customer.update', label: t('customers.update'), group: 'page', keys: 'u', run: update.run },
  ];
  useActions(mode === 'today' ? [...always, ...today] : always);
  return (
    <>
      <SegmentedControl
        aria-label={t('customers.transactions')}
        value={show}
        onChange={(value) => onShow(value as 'open' | 'all')}
        data={[
          { value: 'open', label: t('customers.showOpen') },
          { value: 'all', label: t('customers.showAll') },
        ]}
      />
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
