import { Button } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useDesk } from '../../data/desk';
import { send, useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Activity, useCategoryName } from '../../kit/activity';
import { ChangeLog } from '../../kit/change-log';
import { DaysOverdue, DayText, MoneyText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RefusedError } from '../../wire';
import classes from './cases.module.css';
import type { CaseFile } from './types';

/** The transactions of a case, and what is open of each. */
export function CaseTransactions({ file }: { file: CaseFile }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const unassign = useAct('cases.unassign');
  const may = mode === 'today' && file.head.status !== 'closed';
  if (file.transactions.length === 0) return <p className={classes.when}>{t('cases.none')}</p>;
  return (
    <>
      <FormProblem error={unassign.error} />
      <Table
        label={t('cases.transactions')}
        rows={file.transactions}
        keyOf={(row) => String(row.transaction_id)}
        columns={[
          { id: 'document', header: t('cases.document'), cell: (row) => row.document_no },
          { id: 'due', header: t('cases.dueOn'), cell: (row) => <DayText day={row.due_on} /> },
          {
            id: 'overdue',
            header: t('cases.daysOverdue'),
            align: 'right',
            cell: (row) => (row.open_minor > 0 ? <DaysOverdue days={row.days_overdue} /> : null),
          },
          {
            id: 'amount',
            header: t('customers.amount'),
            align: 'right',
            cell: (row) => <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />,
          },
          {
            id: 'open',
            header: t('customers.open'),
            align: 'right',
            cell: (row) => <MoneyText money={{ minor: row.open_minor, currency: row.currency }} showCurrency="yes" />,
          },
          {
            id: 'acts',
            header: <span className="sr-only">{t('cases.unassign')}</span>,
            align: 'right',
            cell: (row) =>
              may && (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={`${t('cases.unassign')}: ${row.document_no}`}
                  loading={unassign.isPending}
                  onClick={() => unassign.mutate({ case_id: file.head.case_id, transaction_ids: [row.transaction_id] })}
                >
                  {t('cases.unassign')}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}

/** What was done in a case and what is to be done. */
export function CaseActivities({ file, onOpen }: { file: CaseFile; onOpen: (row: Activity) => void }) {
  const { t } = useWords();
  const categoryName = useCategoryName();
  if (file.activities.length === 0) return <p className={classes.when}>{t('cases.none')}</p>;
  return (
    <Table
      label={t('cases.activities')}
      rows={file.activities}
      keyOf={(row) => String(row.activity_id)}
      onOpen={onOpen}
      tone={(row) => (row.overdue ? 'warn' : 'plain')}
      columns={[
        { id: 'purpose', header: t('activities.purpose'), cell: (row) => row.purpose, opens: 'yes' },
        { id: 'category', header: t('activities.category'), cell: (row) => categoryName(row.category) },
        { id: 'ends', header: t('activities.endsOn'), cell: (row) => <DayText day={row.ends_on} /> },
        { id: 'responsible', header: t('activities.responsible'), cell: (row) => row.responsible },
        { id: 'state', header: t('activities.state'), cell: (row) => t(`activities.stateName.${row.state}`) },
      ]}
    />
  );
}

/** The documents of a case: they are opened by the viewer of the machine, and kept in the book. */
export function CaseDocuments({ file }: { file: CaseFile }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const attach = useAct('cases.attach');
  const detach = useAct('cases.detach');
  const chooser = useAct('dialog.open_files');
  const view = useMutation<null, RefusedError, number>({
    mutationFn: async (id) => {
      const { path } = (await send('cases.document_view', { id })).ok;
      return (await send('opener.open', { path })).ok;
    },
  });
  const keep = useMutation<null, RefusedError, { id: number; name: string }>({
    mutationFn: async ({ id, name }) => {
      const { path } = (await send('dialog.save', { purpose: 'attachment', suggested: name })).ok;
      if (path !== null) await send('cases.document_save', { id, path });
      return null;
    },
  });
  const choose = async () => {
    const { paths } = await chooser.mutateAsync({ purpose: 'attachment' });
    for (const path of paths) await attach.mutateAsync({ case_id: file.head.case_id, path });
  };
  return (
    <>
      <FormProblem error={attach.error ?? detach.error ?? chooser.error ?? view.error ?? keep.error} />
      {file.documents.length > 0 && (
        <Table
          label={t('cases.documents')}
          rows={file.documents}
          keyOf={(row) => String(row.id)}
          onOpen={(row) => view.mutate(row.id)}
          columns={[
            { id: 'name', header: t('cases.document'), cell: (row) => row.file_name, opens: 'yes' },
            { id: 'at', header: t('cases.createdOn'), cell: (row) => formatInstant(row.at, locale) },
            { id: 'user', header: t('cases.owner'), cell: (row) => row.user },
            {
              id: 'acts',
              header: <span className="sr-only">{t('cases.saveCopy')}</span>,
              align: 'right',
              cell: (row) => (
                <>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={`${t('cases.saveCopy')}: ${row.file_name}`}
                    onClick={() => keep.mutate({ id: row.id, name: row.file_name })}
                  >
                    {t('cases.saveCopy')}
                  </Button>
                  {mode === 'today' && (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      color="red"
                      aria-label={`${t('cases.detach')}: ${row.file_name}`}
                      onClick={() => detach.mutate({ id: row.id })}
                    >
                      {t('cases.detach')}
                    </Button>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
      <div>
        <Button
          variant="default"
          leftSection={<IconPaperclip size={14} />}
          disabled={mode === 'past'}
          loading={attach.isPending}
          onClick={() => void choose().catch(() => undefined)}
        >
          {t('cases.attach')}
        </Button>
      </div>
    </>
  );
}

const WHAT = [
  'opened',
  'status',
  'description',
  'category',
  'priority',
  'owner',
  'notes',
  'resolution',
  'external_reference',
  'contacts',
  'transaction_added',
  'transaction_removed',
  'document_added',
  'document_removed',
  'dispute_added',
  'dispute_removed',
  'withdrawn',
] as const;
const STATUS = ['opened', 'in_process', 'waiting', 'closed'] as const;

/** Every change of a case, the newest first. */
export function CaseLog({ file }: { file: CaseFile }) {
  const { t } = useWords();
  const word = (what: string, text: string) => {
    if (what === 'contacts') return namesOf(text);
    const status = what === 'status' ? STATUS.find((one) => one === text) : undefined;
    return status ? t(`cases.statusName.${status}`) : text;
  };
  const whatOf = (what: string) => {
    const known = WHAT.find((one) => one === what);
    return known ? t(`cases.what.${known}`) : what;
  };
  return <ChangeLog label={t('cases.log')} lines={file.log} whatOf={whatOf} wordOf={word} />;
}

/** Contacts are kept as data; whoever reads the log wants their names. */
function namesOf(text: string): string {
  if (text === '') return '';
  const contacts = JSON.parse(text) as { name: string; email: string }[];
  return contacts.map(({ name, email }) => name || email).join(', ');
}
