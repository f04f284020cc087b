import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { DayText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Facts } from '../../kit/side';
import { FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RequestOf, ResponseOf } from '../../wire/commands';
import classes from './customers.module.css';

export type Stop = ResponseOf<'stops.of_customer'>['stops'][number];
type Purpose = RequestOf<'stops.set'>['purpose'];
const PURPOSES: readonly Purpose[] = ['dunning', 'interest', 'both'];

/** An item of the customer on which a stop is set. */
export type StopItem = { id: number; document: string };

type NewStopProps = { account: string; items: readonly StopItem[]; onDone: () => void };

/** Sets a stop on some items of the customer; on the whole customer where none is named. */
export function NewStop({ account, items, onDone }: NewStopProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [purpose, setPurpose] = useState<Purpose>('dunning');
  const [until, setUntil] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const set = useAct('stops.set');
  const problem = useFieldProblems(set.error);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!until) return;
        const transaction_ids = items.map(({ id }) => id);
        set.mutate({ account, transaction_ids, purpose, reason, until_on: until }, { onSuccess: onDone });
      }}
    >
      <p>{t('stops.setAbout')}</p>
      <Facts
        facts={[
          {
            name: t('stops.which'),
            value: items.map(({ document }) => document).join(', ') || t('stops.wholeCustomer'),
          },
        ]}
      />
      <Fields columns={1}>
        <Select
          label={t('stops.purpose')}
          data={PURPOSES.map((value) => ({ value, label: t(`stops.purposeName.${value}`) }))}
          value={purpose}
          allowDeselect={false}
          onChange={(value) => value && setPurpose(value as Purpose)}
          data-autofocus
        />
        <DayField
          label={t('stops.until')}
          value={until}
          today={state.today}
          error={problem('until_on')}
          onChange={setUntil}
        />
        <Reason value={reason} error={problem('reason')} onChange={setReason} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={set.isPending} disabled={!until || reason.trim() === ''}>
          {t('stops.set')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={set.error} />
      </FormActs>
    </form>
  );
}

type ReasonProps = { value: string; error: string | undefined; onChange: (value: string) => void };

function Reason({ value, error, onChange }: ReasonProps) {
  const { t } = useWords();
  return (
    <TextInput
      label={t('stops.reason')}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** One stop with its way so far; while it runs it can be extended or ended, each with a reason. */
export function StopDetail({ stop, onDone }: { stop: Stop; onDone: () => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  return (
    <>
      <Facts
        facts={[
          { name: t('stops.which'), value: stop.document_no ?? t('stops.wholeCustomer') },
          { name: t('stops.purpose'), value: t(`stops.purposeName.${stop.purpose}`) },
          { name: t('stops.reason'), value: stop.reason },
          { name: t('stops.from'), value: <DayText day={stop.from_on} /> },
          { name: t('stops.until'), value: <DayText day={stop.until_on} /> },
          { name: t('stops.state'), value: t(`stops.stateName.${stop.state}`) },
          { name: t('stops.setBy'), value: stop.set_by },
        ]}
      />
      {stop.changes.length > 0 && <Changes changes={stop.changes} />}
      {stop.state === 'running' && mode === 'today' && <ChangeForm stop={stop} onDone={onDone} />}
    </>
  );
}

function Changes({ changes }: { changes: Stop['changes'] }) {
  const { t } = useWords();
  return (
    <Table
      label={t('stops.history')}
      rows={changes}
      keyOf={(row) => `${row.changed_on} ${row.until_before} ${row.until_on}`}
      columns={[
        { id: 'kind', header: t('stops.history'), cell: (row) => t(`stops.changeName.${row.kind as 'ended'}`) },
        { id: 'on', header: t('stops.on'), cell: (row) => <DayText day={row.changed_on} /> },
        { id: 'until', header: t('stops.until'), cell: (row) => <DayText day={row.until_on} /> },
        { id: 'reason', header: t('stops.reason'), cell: (row) => row.reason },
        { id: 'by', header: t('stops.by'), cell: (row) => row.changed_by },
      ]}
    />
  );
}

function ChangeForm({ stop, onDone }: { stop: Stop; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [until, setUntil] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const extend = useAct('stops.extend');
  const end = useAct('stops.end');
  const error = extend.error ?? end.error;
  const problem = useFieldProblems(error);
  const missing = reason.trim() === '';
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        end.reset();
        if (until) extend.mutate({ id: stop.id, until_on: until, reason }, { onSuccess: onDone });
      }}
    >
      <Note>{t('stops.endAbout')}</Note>
      <Fields columns={1}>
        <Reason value={reason} error={problem('reason')} onChange={setReason} />
        <DayField
          label={t('stops.newUntil')}
          value={until}
          today={state.today}
          empty="allowed"
          error={problem('until_on')}
          onChange={setUntil}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={extend.isPending} disabled={missing || !until}>
          {t('stops.extend')}
        </Button>
        <Button
          variant="default"
          loading={end.isPending}
          disabled={missing}
          onClick={() => {
            extend.reset();
            end.mutate({ id: stop.id, reason }, { onSuccess: onDone });
          }}
        >
          {t('stops.end')}
        </Button>
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}
