import { useWords } from '../../i18n';
import { Tag } from '../../kit/tag';
import type { TransactionRow } from './types';

type Status = TransactionRow['status'];

const TONE = { disputed: 'plain', promised: 'accent', promise_broken: 'bad', resolved: 'good' } as const;
const SIGN = { disputed: '?', promised: '○', promise_broken: '✕', resolved: '✓' } as const;

/** The collections status of a transaction, as a word with a sign; nothing where nothing is to be said. */
export function StatusTag({ status }: { status: Status }) {
  const { t } = useWords();
  if (status === 'not_disputed') return null;
  return (
    <Tag tone={TONE[status]} sign={SIGN[status]}>
      {t(`collections.status.${status}`)}
    </Tag>
  );
}
