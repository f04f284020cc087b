import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DocumentCell } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Drawer, FactBox, Facts } from '../../kit/side';
import { Answered } from '../../kit/states';
import { Table } from '../../kit/table';
import type { Entry, Kind } from './types';

type Props = { id: number; onOpen: (id: number) => void; onClose: () => void };

/** An entry with its lines; it leads to its customer, and to the entry that it takes back or that takes it back. */
export function EntryDrawer({ id, onOpen, onClose }: Props) {
  const { t } = useWords();
  const found = useAsk('journal.show', { journal_entry_id: id }, { meanwhile: 'previous' });
  return (
    <Drawer
      title={found.data ? t('journal.detail', { number: found.data.entry.number }) : ''}
      state="open"
      onClose={onClose}
      width="wide"
    >
      <Answered answer={found}>{(entry) => <EntryView of={entry} onOpen={onOpen} />}</Answered>
    </Drawer>
  );
}

function EntryView({ of, onOpen }: { of: Entry; onOpen: (id: number) => void }) {
  const { t } = useWords();
  const { entry } = of;
  const linked = (link: NonNullable<Entry['corrects']>) => (
    <Button variant="subtle" size="compact-sm" onClick={() => onOpen(link.journal_entry_id)}>
      {link.number}
    </Button>
  );
  return (
    <div data-testid="journal-entry">
      <FactBox
        title={entry.name}
        why={
          <Link to="/customers/$account" params={{ account: entry.account }}>
            {t('disputes.toCustomer', { name: entry.name })}
          </Link>
        }
      >
        <Facts
          facts={[
            { name: t('journal.kind'), value: t(`journal.kindName.${entry.kind as Kind}`) },
            { name: t('journal.on'), value: <DayText day={entry.posting_on} /> },
            { name: t('journal.document'), value: entry.document_no },
            { name: t('journal.text'), value: entry.text },
            ...(of.corrects ? [{ name: t('journal.corrects'), value: linked(of.corrects) }] : []),
            ...(of.corrected_by ? [{ name: t('journal.correctedBy'), value: linked(of.corrected_by) }] : []),
            {
              name: t('journal.exportedOn'),
              value: entry.exported_on ? (
                <>
                  <DayText day={entry.exported_on} /> {of.file_name}
                </>
              ) : (
                t('journal.show.waiting')
              ),
            },
          ]}
        />
      </FactBox>
      <Section title={t('journal.lines')}>
        <Lines of={of} />
      </Section>
    </div>
  );
}

function Lines({ of }: { of: Entry }) {
  const { t } = useWords();
  const { currency } = of.entry;
  const side = (minor: number) => (minor > 0 ? <MoneyText money={{ minor, currency }} showCurrency="yes" /> : null);
  return (
    <Table
      label={t('journal.lines')}
      rows={of.lines.map((line, at) => ({ ...line, at }))}
      keyOf={(line) => String(line.at)}
      tone={(line) => (line.account === '' ? 'warn' : 'plain')}
      columns={[
        {
          id: 'role',
          header: t('journal.for'),
          cell: (line) =>
            [t(`journal.role.${line.role as 'customer'}`), line.tax_code || line.role_key, line.profile]
              .filter(Boolean)
              .join(' · '),
        },
        { id: 'account', header: t('journal.account'), cell: (line) => line.account || t('journal.noAccount') },
        {
          id: 'document',
          header: t('journal.document'),
          cell: ({ transaction_id, document_no }) =>
            transaction_id === null ? document_no : <DocumentCell document={{ transaction_id, document_no }} />,
        },
        {
          id: 'dimensions',
          header: t('journal.dimensions'),
          cell: (line) => line.dimensions.map(([name, value]) => `${name} ${value}`).join(', '),
        },
        { id: 'debit', header: t('journal.debit'), align: 'right', cell: (line) => side(line.amount_minor) },
        { id: 'credit', header: t('journal.credit'), align: 'right', cell: (line) => side(-line.amount_minor) },
      ]}
    />
  );
}
