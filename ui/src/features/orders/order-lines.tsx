import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields } from '../../kit/form';
import type { Order } from './types';

export type OrderLine = Order['lines'][number];

const EMPTY: OrderLine = { item: null, text: null, quantity: null, price: null, amount_minor: null };
const TEXTS = ['item', 'text', 'quantity', 'price'] as const;

type OrderLinesProps = {
  lines: OrderLine[];
  currency: string;
  problem: string | undefined;
  onChange: (lines: OrderLine[]) => void;
};

/** The lines of an order as fields; an order needs none, and where it has some they add up to its amount. */
export function OrderLines({ lines, currency, problem, onChange }: OrderLinesProps) {
  const { t } = useWords();
  const set = (place: number, change: Partial<OrderLine>) =>
    onChange(lines.map((line, at) => (at === place ? { ...line, ...change } : line)));
  return (
    <fieldset data-testid="order-lines">
      <legend>{t('orders.lines')}</legend>
      {problem && <p role="alert">{problem}</p>}
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing but its place that names it.
        <Fields key={place} columns={2}>
          {TEXTS.map((name) => (
            <TextInput
              key={name}
              label={t(`orders.${name}`)}
              aria-label={t('orders.lineField', { name: t(`orders.${name}`), number: place + 1 })}
              value={line[name] ?? ''}
              onChange={(event) => set(place, { [name]: event.currentTarget.value || null })}
            />
          ))}
          <MoneyField
            label={t('orders.amount')}
            empty="allowed"
            value={line.amount_minor}
            currency={currency}
            onChange={(amount_minor) => set(place, { amount_minor })}
          />
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} />}
            onClick={() => onChange(lines.filter((_, at) => at !== place))}
          >
            {t('orders.lineRemove', { number: place + 1 })}
          </Button>
        </Fields>
      ))}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...lines, EMPTY])}
      >
        {t('orders.lineAdd')}
      </Button>
    </fieldset>
  );
}
