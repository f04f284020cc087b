import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { send, useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormProblem, Note } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import { useReasonName } from './reason-field';
import type { Order } from './types';

type Written = ResponseOf<'orders.release_slip'> | null;

/** Writes the release slip of an order where the person says. */
export function useReleaseSlip(order: Order) {
  const { locale } = useWords();
  const reasonName = useReasonName();
  const released = order.history.find((change) => change.event === 'released');
  const write = useMutation<Written, RefusedError>({
    mutationFn: async () => {
      const suggested = `${order.order_no.replaceAll(/[\\/:*?"<>|]/g, '-')}.pdf`;
      const { path } = (await send('dialog.save', { purpose: 'paper', suggested })).ok;
      if (path === null) return null;
      const reason = released?.reason ? reasonName(released.reason) : null;
      return (await send('orders.release_slip', { order_no: order.order_no, path, language: locale, reason })).ok;
    },
  });
  return { ...write, run: () => write.mutate() };
}

/** Where the slip is, and what opens it. */
export function SlipWritten({ slip }: { slip: { data: Written | undefined; error: RefusedError | null } }) {
  const { t } = useWords();
  const open = useAct('opener.open');
  const { data } = slip;
  return (
    <>
      <FormProblem error={slip.error ?? open.error} />
      {data && (
        <Note tone="good">
          {t('orders.slipWritten', { path: data.path })}{' '}
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPrinter size={14} />}
            onClick={() => open.mutate({ path: data.path })}
          >
            {t('orders.slipOpen')}
          </Button>
        </Note>
      )}
    </>
  );
}
