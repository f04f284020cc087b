import { Checkbox, Select } from '@mantine/core';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { formatMoney } from '../../kit/format/money';
import { Card } from '../../kit/page';
import { useDisputeReason } from '../../kit/reasons';
import classes from './import.module.css';
import type { Preview } from './types';

/** A reason that every book has. */
const FIRST_REASON = 'other';

type OfferedDisputesProps = {
  offered: NonNullable<Preview['disputed']>;
  /** Code of the reason; `null` opens none. */
  reason: string | null;
  onReason: (reason: string | null) => void;
};

/** Open items that a file marks as disputed since a day: whether disputes are opened for them, and why. */
export function OfferedDisputes({ offered, reason, onReason }: OfferedDisputesProps) {
  const { t, locale } = useWords();
  const nameOf = useDisputeReason();
  const reasons = useAsk('collections.reasons', {}).data?.reasons ?? [];
  const toggle = () => onReason(reason === null ? FIRST_REASON : null);
  useActions([{ id: 'import.disputes', label: t('import.openDisputes'), group: 'page', keys: 'd', run: toggle }]);
  const open = offered.open.map(([currency, minor]) => formatMoney({ minor, currency }, locale)).join(', ');
  return (
    <Card>
      <div className={classes.list}>
        <Checkbox
          label={t('import.openDisputes')}
          description={t('import.openDisputesText', { count: offered.items, open })}
          checked={reason !== null}
          onChange={toggle}
          data-testid="import-open-disputes"
        />
        {reason !== null && (
          <Select
            label={t('disputes.reason')}
            data={reasons.map(({ code, description }) => ({ value: code, label: nameOf(code, description) }))}
            value={reason}
            allowDeselect={false}
            onChange={(code) => code && onReason(code)}
          />
        )}
      </div>
    </Card>
  );
}
