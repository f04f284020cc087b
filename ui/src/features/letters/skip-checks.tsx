import { useWords } from '../../i18n';
import { LetterChecks } from '../../kit/letter-checks';
import { Note } from '../../kit/states';
import { skipWords } from './skip-words';
import type { LetterSkip } from './types';

/** Why there is no letter, and rule by rule how that came about. */
export function SkipChecks({ skip }: { skip: LetterSkip }) {
  const { t, locale } = useWords();
  return (
    <>
      <Note tone="warn">{skipWords(skip, t, locale)}</Note>
      <LetterChecks checks={skip.checks} currency={skip.currency} />
    </>
  );
}
