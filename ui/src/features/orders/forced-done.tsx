import { useWords } from '../../i18n';
import { Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

export function ForcedDone({ done }: { done: ResponseOf<'holds.force'> }) {
  const { t } = useWords();
  return (
    <>
      <Note tone="good">{t('orders.forced', { count: done.order_nos.length })}</Note>
      {done.skipped.length > 0 && (
        <Note tone="warn">{t('orders.forcedSkipped', { numbers: done.skipped.join(', ') })}</Note>
      )}
    </>
  );
}
