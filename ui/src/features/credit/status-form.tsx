import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import { useNames } from './names';

type StatusFormProps = { account: string; current: string | null; onDone: () => void };

/** A status changes only with a reason. */
export function StatusForm({ account, current, onDone }: StatusFormProps) {
  const { t } = useWords();
  const names = useNames();
  const setup = useAsk('credit.setup', {});
  const [status, setStatus] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const save = useAct('credit.set_status');
  const problem = useFieldProblems(save.error);
  const reasons = (setup.data?.reasons ?? []).filter(({ kind }) => kind === 'status');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (status && reason) save.mutate({ account, status, reason, comment }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('credit.status')}
          data={(setup.data?.statuses ?? [])
            .filter(({ code }) => code !== current)
            .map((row) => ({ value: row.code, label: `${names.status(row)} · ${t(`credit.hold.${row.hold}`)}` }))}
          value={status}
          error={problem('status')}
          onChange={setStatus}
          data-autofocus
        />
        <Select
          label={t('credit.reason')}
          data={reasons.map((row) => ({ value: row.code, label: names.reason(row) }))}
          value={reason}
          error={problem('reason')}
          onChange={setReason}
        />
        <Textarea
          label={t('credit.comment')}
          autosize
          minRows={2}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!status || !reason}>
          {t('credit.changeStatus')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
