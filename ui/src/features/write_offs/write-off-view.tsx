import { Button, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DocumentCell } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { FactBox, Facts } from '../../kit/side';
import { FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import { TakeBack, TakeBackPanel } from '../../kit/take-back';
import { WriteOffLines } from '../../kit/write-off-lines';
import { useWriteOffReason } from '../../kit/write-off-words';
import { SIGN, type Status, TONE, type WriteOff } from './types';

/** Where a write-off stands, as a word with a sign. */
export function StatusTag({ status }: { status: Status }) {
  const { t } = useWords();
  return (
    <Tag tone={TONE[status]} sign={SIGN[status]}>
      {t(`writeOffs.status.${status}`)}
    </Tag>
  );
}

/** One write-off: its figures, documents, lines, what came in on it, its history, and what may follow. */
export function WriteOffView({ of }: { of: WriteOff }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const reason = useWriteOffReason();
  const money = (minor: number, currency: string) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <>
      <FactBox
        title={of.name}
        why={
          <Link to="/customers/$account" params={{ account: of.account }}>
            {t('disputes.toCustomer', { name: of.name })}
          </Link>
        }
      >
        <Facts
          facts={[
            { name: t('writeOffs.state'), value: <StatusTag status={of.status} /> },
            { name: t('writeOffs.on'), value: <DayText day={of.on} /> },
            { name: t('writeOffs.reason'), value: reason(of.reason) },
            ...(of.comment ? [{ name: t('writeOffs.comment'), value: of.comment }] : []),
            { name: t('writeOffs.preparedBy'), value: of.prepared_by },
            ...of.sums.map((sum) => ({
              name: t('writeOffs.sum', { currency: sum.currency }),
              value: money(sum.open_minor, sum.currency),
            })),
            {
              name: t('writeOffs.documents'),
              value: of.items.map((item) => (
                <div key={item.transaction_id}>
                  <DocumentCell document={item} />
                </div>
              )),
            },
          ]}
        />
      </FactBox>
      {of.approvers.length > 0 && (
        <Note tone="warn">
          {t('writeOffs.needs', { roles: of.approvers.map((role) => t(`users.role.${role}`)).join(', ') })}
        </Note>
      )}
      <Section title={t('writeOffs.lines')}>
        <WriteOffLines lines={of.lines} />
      </Section>
      {of.entries.length > 0 && (
        <p>
          {t('writeOffs.entries')}{' '}
          {of.entries.map((entry) => (
            <Link key={entry.entry_id} to="/journal" search={{ entry: entry.entry_id } as never}>
              {entry.number}{' '}
            </Link>
          ))}
        </p>
      )}
      <Recoveries of={of} />
      <History of={of} />
      {mode === 'today' && <Steps of={of} />}
    </>
  );
}

function Recoveries({ of }: { of: WriteOff }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [chosen, setChosen] = useState<number | null>(null);
  if (of.recoveries.length === 0) return null;
  return (
    <Section title={t('writeOffs.recoveries')}>
      <Table
        label={t('writeOffs.recoveries')}
        rows={of.recoveries}
        keyOf={(row) => String(row.recovery_id)}
        columns={[
          { id: 'on', header: t('writeOffs.when'), cell: (row) => <DayText day={row.recovered_on} /> },
          { id: 'document', header: t('writeOffs.document'), cell: (row) => row.document_no },
          {
            id: 'amount',
            header: t('writeOffs.recovered'),
            align: 'right',
            cell: (row) => <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />,
          },
          {
            id: 'undo',
            header: '',
            cell: (row) =>
              row.undone ? (
                t('writeOffs.takenBack')
              ) : (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  disabled={mode === 'past'}
                  onClick={() => setChosen(row.recovery_id)}
                  data-testid="recovery-undo"
                >
                  {t('writeOffs.takeBack')}
                </Button>
              ),
          },
        ]}
      />
      {chosen !== null && (
        <TakeBackPanel
          key={chosen}
          by="write_offs.recovery_undo"
          request={{ recovery_id: chosen }}
          onDone={() => setChosen(null)}
          onCancel={() => setChosen(null)}
        />
      )}
    </Section>
  );
}

function History({ of }: { of: WriteOff }) {
  const { t } = useWords();
  const rows = of.history.map((event, at) => ({ ...event, at }));
  return (
    <Section title={t('writeOffs.history')}>
      <Table
        label={t('writeOffs.history')}
        rows={rows}
        keyOf={(event) => String(event.at)}
        columns={[
          { id: 'when', header: t('writeOffs.when'), cell: (event) => <DayText day={event.on_day} /> },
          { id: 'what', header: t('writeOffs.what'), cell: (event) => t(`writeOffs.event.${event.what as 'posted'}`) },
          { id: 'who', header: t('writeOffs.who'), cell: (event) => event.user },
          { id: 'comment', header: t('writeOffs.comment'), cell: (event) => event.comment },
        ]}
      />
    </Section>
  );
}

/** What may follow: approval, rejection, posting, and taking it back. */
function Steps({ of }: { of: WriteOff }) {
  const { t } = useWords();
  const [comment, setComment] = useState('');
  const approve = useAct('write_offs.approve');
  const reject = useAct('write_offs.reject');
  const post = useAct('write_offs.post');
  const error = approve.error ?? reject.error ?? post.error;
  const problem = useFieldProblems(error);
  const asked = { write_off_id: of.id, comment };
  if (of.status === 'rejected' || of.status === 'undone') return null;
  if (of.status === 'posted') {
    return (
      <TakeBack
        by="write_offs.undo"
        request={{ write_off_id: of.id }}
        label={t('writeOffs.undo')}
        testId="write-off-undo"
      />
    );
  }
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <Fields columns={1}>
        <Textarea
          label={t('writeOffs.comment')}
          autosize
          value={comment}
          error={problem('comment')}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        {of.status === 'approved' && (
          <Button
            loading={post.isPending}
            onClick={() => post.mutate({ write_off_id: of.id })}
            data-testid="write-off-post"
          >
            {t('writeOffs.post')}
          </Button>
        )}
        {of.status === 'draft' && (
          <Button loading={approve.isPending} onClick={() => approve.mutate(asked)}>
            {t('writeOffs.approve')}
          </Button>
        )}
        <Button variant="default" color="red" loading={reject.isPending} onClick={() => reject.mutate(asked)}>
          {t('writeOffs.reject')}
        </Button>
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}
