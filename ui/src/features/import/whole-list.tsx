import { Radio } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Card } from '../../kit/page';
import classes from './import.module.css';
import type { Recognised, TableChoice } from './types';

type WholeListProps = { data: Recognised; table: TableChoice; onSettle: (change: Partial<TableChoice>) => void };

/** Whether a list of open items is the whole list, what that means, and of which day it is. */
export function WholeList({ data, table, onSettle }: WholeListProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const { recognition, proposes_whole_list: proposed } = data;
  const saysOpen =
    proposed ||
    recognition.profile === 'datev_open_items' ||
    recognition.columns.some(({ field }) => field === 'open_amount' || field === 'open_amount_minor');
  if (recognition.kind !== 'transactions' || !saysOpen) return null;
  return (
    <Card>
      <div className={classes.list}>
        <Radio.Group
          label={t('import.listQuestion')}
          description={proposed ? t('import.listProposed') : undefined}
          value={table.list ?? ''}
          onChange={(value) => onSettle({ list: value === 'whole' ? 'whole' : 'part' })}
        >
          <div className={classes.answers}>
            <Radio value="whole" label={t('import.listWhole')} description={t('import.listWholeText')} />
            <Radio value="part" label={t('import.listPart')} description={t('import.listPartText')} />
          </div>
        </Radio.Group>
        <DayField
          label={t('import.openOn')}
          description={recognition.as_of ? t('import.openOnTitle') : t('import.openOnHint')}
          value={table.asOf ?? recognition.as_of ?? state.today}
          today={state.today}
          max={state.today}
          onChange={(day) => day && onSettle({ asOf: day })}
        />
      </div>
    </Card>
  );
}
