import { useWords } from '../i18n';
import { RefusedError } from '../wire';
import type { ResponseOf } from '../wire/commands';
import { PostedEntries } from './posted-entries';
import { PostingView } from './posting';
import { Facts } from './side';
import { Problem } from './states';

export type UndoOutlook = ResponseOf<'undo.check'>;

/** What taking something back does, as the book found out by doing it and taking that back; or why it cannot be. */
export function UndoOutlookView({ by, outlook }: { by: string; outlook: UndoOutlook }) {
  const { t, locale } = useWords();
  const { refusal, figures, posting, entries } = outlook;
  const word = t as unknown as (key: string, args?: object) => string;
  const number = new Intl.NumberFormat(locale);
  if (refusal) return <Problem error={new RefusedError(refusal)} />;
  return (
    <>
      <p>{word(`undo.by.${by.replaceAll('.', '_')}`)}</p>
      {figures.length > 0 && (
        <Facts
          facts={figures.map(({ what, count }) => ({
            name: word(`undo.figure.${what}`),
            value: number.format(count),
          }))}
        />
      )}
      {posting && <PostingView posting={posting} />}
      <PostedEntries entries={entries} />
    </>
  );
}
