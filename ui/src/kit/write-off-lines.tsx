import { ActionIcon, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { MoneyField } from './fields/money-field';
import { MoneyText } from './figures';
import { Table, type TableColumn } from './table';

export type WriteOffLine = ResponseOf<'write_offs.preview'>['lines'][number];

type Numbered = { line: WriteOffLine; at: number };

type Props = {
  lines: readonly WriteOffLine[];
  /** How a changed line is told; without it the lines are only shown. */
  onChange?: (lines: WriteOffLine[]) => void;
};

/** The lines of the journal of a write-off, debit and credit apart; those of the ledger can be changed before it is proposed. */
export function WriteOffLines({ lines, onChange }: Props) {
  const { t } = useWords();
  const set = (at: number, part: Partial<WriteOffLine>) =>
    onChange?.(lines.map((line, other) => (other === at ? { ...line, ...part } : line)));
  const side = (line: WriteOffLine, which: 'debit' | 'credit') => {
    const minor = which === 'debit' ? line.amount_minor : -line.amount_minor;
    return minor > 0 ? <MoneyText money={{ minor, currency: line.currency }} showCurrency="yes" /> : null;
  };
  const columns: TableColumn<Numbered>[] = [
    { id: 'what', header: t('writeOffs.line'), cell: ({ line }) => <What line={line} /> },
    {
      id: 'account',
      header: t('writeOffs.account'),
      cell: ({ line, at }) =>
        onChange && line.kind !== 'customer' ? (
          <TextInput
            aria-label={t('writeOffs.accountOf', { line: at + 1 })}
            value={line.account}
            w={110}
            onChange={(event) => set(at, { account: event.currentTarget.value })}
          />
        ) : (
          line.account
        ),
    },
    { id: 'debit', header: t('journal.debit'), align: 'right', cell: ({ line }) => side(line, 'debit') },
    { id: 'credit', header: t('journal.credit'), align: 'right', cell: ({ line }) => side(line, 'credit') },
  ];
  const edited: TableColumn<Numbered>[] = [
    {
      id: 'amount',
      header: t('writeOffs.amountSigned'),
      align: 'right',
      cell: ({ line, at }) =>
        line.kind === 'customer' ? null : (
          <MoneyField
            label={t('writeOffs.amountOf', { line: at + 1 })}
            labelled="hidden"
            value={line.amount_minor}
            currency={line.currency}
            onChange={(minor) => set(at, { amount_minor: minor ?? 0 })}
          />
        ),
    },
    {
      id: 'split',
      header: '',
      cell: ({ line, at }) =>
        line.kind === 'customer' ? null : (
          <>
            <ActionIcon
              variant="subtle"
              aria-label={t('writeOffs.addLine', { line: at + 1 })}
              onClick={() => onChange?.(lines.toSpliced(at + 1, 0, { ...line, amount_minor: 0 }))}
            >
              <IconPlus size={14} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('writeOffs.removeLine', { line: at + 1 })}
              onClick={() => onChange?.(lines.toSpliced(at, 1))}
            >
              <IconX size={14} />
            </ActionIcon>
          </>
        ),
    },
  ];
  return (
    <div data-testid="write-off-lines">
      <Table
        label={t('writeOffs.lines')}
        rows={lines.map((line, at) => ({ line, at }))}
        keyOf={({ at }) => String(at)}
        columns={onChange ? [...columns, ...edited] : columns}
      />
    </div>
  );
}

function What({ line }: { line: WriteOffLine }) {
  const { t } = useWords();
  const beside = [
    line.tax_code,
    line.profile && t('writeOffs.ofProfile', { profile: line.profile }),
    ...line.dimensions.map(([name, value]) => `${name} ${value}`),
  ].filter(Boolean);
  return (
    <span>
      {t(`writeOffs.lineKind.${line.kind}`)}
      {beside.length > 0 && ` · ${beside.join(' · ')}`}
    </span>
  );
}
