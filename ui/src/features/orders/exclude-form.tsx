import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { FormProblem } from '../../kit/states';
import type { Order } from './types';

const CHOICES = ['by_default', 'excluded', 'not_excluded'] as const;

/** Whether rules are run for this order at all. */
export function ExcludeForm({ order, onDone }: { order: Order; onDone: () => void }) {
  const { t } = useWords();
  const [exclusion, setExclusion] = useState(order.exclusion);
  const [comment, setComment] = useState('');
  const save = useAct('orders.exclude');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ order_no: order.order_no, exclusion, comment }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('orders.exclusion')}
          allowDeselect={false}
          data={CHOICES.map((value) => ({ value, label: t(`orders.exclusionName.${value}`) }))}
          value={exclusion}
          onChange={(value) => value && setExclusion(value as (typeof CHOICES)[number])}
          data-autofocus
        />
        <TextInput
          label={t('orders.comment')}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
