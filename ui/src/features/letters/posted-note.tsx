import { Button } from '@mantine/core';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import classes from './letters.module.css';
import { OpenFiles } from './paper-acts';
import { reasonWords } from './skip-words';
import { TotalsByCode } from './totals-by-code';
import { PLAIN, type Posted } from './types';

/** What was printed or posted, what changed when it was computed again, and the way to paper. */
export function PostedNote({ posted, runId, what }: { posted: Posted; runId: number; what: 'printed' | 'posted' }) {
  const { t } = useWords();
  const folder = useAct('dialog.folder');
  const write = useAct('letters.export');
  const print = async () => {
    const { path } = await folder.mutateAsync({});
    if (path !== null) {
      await write.mutateAsync({
        run_id: runId,
        letter_ids: [],
        folder: path,
        what: 'both',
        order: 'customer',
        job: PLAIN,
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
              { id: 'why', header: t('letters.reason'), cell: (letter) => letter.detail },
            ]}
          />
        </Section>
      )}
      {posted.changes.length > 0 && <Changes posted={posted} />}
      {error && <Problem error={error} />}
      {write.data || posted.files.length > 0 ? (
        <OpenFiles files={write.data?.files ?? posted.files} />
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
              change.dropped ? reasonWords(change.dropped, change.stop, t, locale) : t('letters.smaller'),
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
