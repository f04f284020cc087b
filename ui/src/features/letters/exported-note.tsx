import { Button } from '@mantine/core';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import classes from './letters.module.css';
import { OpenFiles } from './open-files';

type Exported = ResponseOf<'letters.export'>;
type Spared = Exported['spared'][number];

/** What was written, what stayed and why, and the way to print again what was printed before. */
export function ExportedNote({ done, onAgain }: { done: Exported; onAgain: () => void }) {
  const { t } = useWords();
  return (
    <>
      {done.letters > 0 ? (
        <Note tone="good">{t('letters.written', { count: done.files.length })}</Note>
      ) : (
        <Note tone="warn">{t('letters.nothingWritten')}</Note>
      )}
      {done.printed_before > 0 && (
        <>
          <Note>{t('letters.printedBefore', { count: done.printed_before })}</Note>
          <div className={classes.done}>
            <Button variant="default" onClick={onAgain} data-testid="print-copies">
              {t('letters.printCopies')}
            </Button>
          </div>
        </>
      )}
      {done.copies_missing.length > 0 && (
        <Note tone="warn">{t('letterMails.copiesMissing', { documents: done.copies_missing.join(', ') })}</Note>
      )}
      <SparedLetters spared={done.spared} count={done.spared_count} />
      <OpenFiles files={done.files} />
    </>
  );
}

/** Letters that stay, each with its reason. */
export function SparedLetters({ spared, count }: { spared: readonly Spared[]; count: number }) {
  const { t } = useWords();
  if (count === 0) return null;
  const title = t('letterMails.staying', { count });
  return (
    <Section title={title}>
      <Table
        label={title}
        scroll="inside"
        rows={spared}
        keyOf={(letter) => String(letter.letter_id)}
        columns={[
          { id: 'number', header: t('letters.number'), cell: (letter) => letter.letter_no },
          { id: 'name', header: t('letters.customer'), cell: (letter) => `${letter.name} · ${letter.account}` },
          { id: 'why', header: t('letters.reason'), cell: (letter) => t(`letterMails.spared.${letter.reason}`) },
          {
            id: 'total',
            header: t('letters.claimed'),
            align: 'right',
            cell: (letter) => <MoneyText money={{ minor: letter.total_minor, currency: letter.currency }} />,
          },
          {
            id: 'now',
            header: t('letters.after'),
            align: 'right',
            cell: (letter) => (
              <MoneyText money={{ minor: letter.now_minor, currency: letter.currency }} showCurrency="yes" />
            ),
          },
        ]}
      />
    </Section>
  );
}
