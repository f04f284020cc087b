import { Button, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { type Day, formatDay } from '../../kit/format/day';
import { useFieldProblems } from '../../kit/problem-words';
import { Facts } from '../../kit/side';
import { Answered, FormProblem, Note, Problem } from '../../kit/states';
import { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import { type Column, FORMATS, type Format, KINDS, ROLES } from './types';

type Preview = ResponseOf<'journal.export_preview'>;

/** The columns of a table for people, in their language. */
const COLUMNS = [
  'entry_number',
  'posting_date',
  'kind',
  'document_no',
  'customer_account',
  'customer_name',
  'role',
  'account',
  'receivable_account',
  'debit',
  'credit',
  'currency',
  'text',
  'posting_profile',
  'dimensions',
  'tax_code',
  'corrects',
] as const;

function useFileColumns(): Column[] {
  const { t } = useWords();
  const words: Record<string, Record<string, string>> = {
    kind: Object.fromEntries(KINDS.map((kind) => [kind, t(`journal.kindName.${kind}`)])),
    role: Object.fromEntries([
      ['customer', t('journal.role.customer')],
      ...ROLES.map((role) => [role, t(`journal.role.${role}`)] as const),
    ]),
  };
  return COLUMNS.map((id) => ({ id, heading: t(`journal.column.${id}`), words: words[id] ?? {} }));
}

/** Writes what no export has yet into a file; every entry goes into one. */
export function ExportForm({ onCancel, onDone }: { onCancel: () => void; onDone: (said: string) => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [first_on, setFirst] = useState<Day | null>(null);
  const [last_on, setLast] = useState<Day | null>(null);
  const [format, setFormat] = useState<Format>('csv');
  const columns = useFileColumns();
  const asked = { first_on, last_on, format, folder: '', columns: [] };
  const preview = useAsk('journal.export_preview', asked, { meanwhile: 'previous' });
  const folder = useAct('dialog.folder');
  const write = useAct('journal.export');
  const error = folder.error ?? write.error;
  const problem = useFieldProblems(error);
  const run = async () => {
    const { path } = await folder.mutateAsync({});
    if (path === null) return;
    const done = await write.mutateAsync({ ...asked, folder: path, columns });
    onDone(t('journal.exported', { count: done.entries, path: done.path }));
  };
  const ready = preview.data !== undefined && preview.data.refusal === null;
  return (
    <form
      data-testid="journal-export"
      onSubmit={(event) => {
        event.preventDefault();
        void run().catch(() => undefined);
      }}
    >
      <p>{t('journal.exportAbout')}</p>
      <Fields columns={2}>
        <Select
          label={t('journal.format')}
          data={FORMATS.map((value) => ({ value, label: t(`journal.formatName.${value}`) }))}
          value={format}
          allowDeselect={false}
          onChange={(value) => value && setFormat(value as Format)}
          data-autofocus
        />
        <span />
        <DayField
          label={t('journal.firstOn')}
          today={state.today}
          empty="allowed"
          hint={t('journal.fromFirst')}
          value={first_on}
          onChange={setFirst}
        />
        <DayField
          label={t('journal.lastOn')}
          today={state.today}
          empty="allowed"
          hint={t('journal.toLast')}
          value={last_on}
          error={problem('last_on')}
          onChange={setLast}
        />
      </Fields>
      <Answered answer={preview}>{(data) => <Shown of={data} />}</Answered>
      <FormActs>
        <Button type="submit" loading={write.isPending} disabled={!ready} data-testid="journal-export-write">
          {t('journal.write')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}

function Shown({ of }: { of: Preview }) {
  const { t, locale } = useWords();
  const days = of.first_on && of.last_on ? `${formatDay(of.first_on, locale)} – ${formatDay(of.last_on, locale)}` : '';
  return (
    <>
      <Facts
        facts={[
          { name: t('journal.entries'), value: String(of.entries) },
          ...(days ? [{ name: t('journal.days'), value: days }] : []),
          ...of.sums.map((sum) => ({
            name: t('journal.turnover', { currency: sum.currency }),
            value: <MoneyText money={{ minor: sum.debits_minor, currency: sum.currency }} showCurrency="yes" />,
          })),
        ]}
      />
      {of.missing.length > 0 && (
        <Note tone="warn">
          {t('journal.missing', {
            roles: of.missing
              .map(({ role, key }) => [t(`journal.role.${role}`), key].filter(Boolean).join(' '))
              .join(', '),
          })}{' '}
          <Link to="/ledger-accounts">{t('shell.page.ledgerAccounts')}</Link>
        </Note>
      )}
      {of.unmapped.length > 0 && (
        <Note tone="warn">
          {t('journal.unmapped', {
            what: of.unmapped
              .map(({ what, key, lines }) => t(`journal.unmappedOf.${what}`, { key, count: lines }))
              .join(', '),
          })}{' '}
          <Link to="/ledger-accounts">{t('shell.page.ledgerAccounts')}</Link>
        </Note>
      )}
      {of.refusal && of.missing.length === 0 && <Problem error={new RefusedError(of.refusal)} />}
    </>
  );
}
