import { Button } from '@mantine/core';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { useProblemWords } from '../../kit/problem-words';
import { Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import { ExportedNote } from './exported-note';
import classes from './letters.module.css';
import { OpenFiles } from './open-files';
import { reasonWords } from './skip-words';
import { TotalsByCode } from './totals-by-code';
import { asPosted, type LettersOf, type Posted } from './types';

/** What was printed or posted, what changed when it was computed again, and the way to paper. */
export function PostedNote({ posted, of, what }: { posted: Posted; of: LettersOf; what: 'printed' | 'posted' }) {
  const { t } = useWords();
  const words = useProblemWords();
  const folder = useAct('dialog.folder');
  const write = useAct('letters.export');
  const print = async () => {
    const { path } = await folder.mutateAsync({});
    if (path !== null) {
      await write.mutateAsync({
        run_id: of.runId,
        letter_ids: [...of.letterIds],
        folder: path,
        ...asPosted('both', 'customer'),
      });
    }
  };
  const error = folder.error ?? write.error;
  return (
    <>
      <Note tone="good">{t(`letters.${what}Count`, { count: posted.letters })}</Note>
      {posted.totals.length > 0 && <TotalsByCode totals={posted.totals} />}
      {posted.missing_glyphs !== '' && (
        <Note tone="warn">{t('letters.missingGlyphs', { signs: posted.missing_glyphs })}</Note>
      )}
      {posted.unprintable.length > 0 && (
        <Section title={t('letters.unprintable', { count: posted.unprintable.length })}>
          <Table
            label={t('letters.unprintable', { count: posted.unprintable.length })}
            rows={posted.unprintable}
            keyOf={(letter) => String(letter.letter_id)}
            columns={[
              { id: 'account', header: t('letters.account'), cell: (letter) => letter.account },
              { id: 'name', header: t('letters.customer'), cell: (letter) => letter.name },
              { id: 'why', header: t('letters.reason'), cell: (letter) => <Why {...words(letter)} /> },
            ]}
          />
        </Section>
      )}
      {posted.changes.length > 0 && <Changes posted={posted} />}
      {error && <Problem error={error} />}
      {write.data ? (
        <ExportedNote
          done={write.data}
          onAgain={() => write.variables && write.mutate({ ...write.variables, which: 'all' })}
        />
      ) : posted.files.length > 0 ? (
        <OpenFiles files={posted.files} />
      ) : (
        posted.letters > 0 && (
          <div className={classes.done}>
            <Button loading={write.isPending} onClick={() => void print().catch(() => undefined)}>
              {t('letters.toPaper')}
            </Button>
          </div>
        )
      )}
    </>
  );
}

/** What is wrong with a letter, and what to do. */
function Why({ what, remedy }: { what: string; remedy: string }) {
  return (
    <>
      {what}
      {remedy && <div className={classes.more}>{remedy}</div>}
    </>
  );
}

type Change = Posted['changes'][number];

function Changes({ posted }: { posted: Posted }) {
  const { t, locale } = useWords();
  return (
    <Section title={t('letters.changes', { count: posted.changes.length })}>
      <Table
        label={t('letters.changes', { count: posted.changes.length })}
        rows={posted.changes}
        keyOf={(change) => String(change.letter_id)}
        columns={[
          { id: 'account', header: t('letters.account'), cell: (change) => change.account },
          { id: 'name', header: t('letters.customer'), cell: (change) => change.name },
          {
            id: 'what',
            header: t('letters.reason'),
            cell: (change) =>
              change.dropped
                ? reasonWords(change.dropped, change.stop, t, locale)
                : t(`letters.changed.${kind(change)}`),
          },
          {
            id: 'before',
            header: t('letters.before'),
            align: 'right',
            cell: (change) => <MoneyText money={{ minor: change.before_minor, currency: change.currency }} />,
          },
          {
            id: 'after',
            header: t('letters.after'),
            align: 'right',
            cell: (change) => (
              <MoneyText money={{ minor: change.after_minor, currency: change.currency }} showCurrency="yes" />
            ),
          },
        ]}
      />
    </Section>
  );
}

/** What changed on a letter that is still one. */
function kind(change: Change): 'paid' | 'fee' | 'amount' {
  if (change.paid_since_printing) return 'paid';
  return change.items.length === 0 && change.fee_before_minor !== change.fee_after_minor ? 'fee' : 'amount';
}
