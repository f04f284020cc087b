import { useWords } from '../../i18n';
import { LetterChecks } from '../../kit/letter-checks';
import { Note } from '../../kit/states';
import type { LetterSkip } from './types';

/** Why there is no letter, and rule by rule how that came about. */
export function SkipChecks({ skip }: { skip: LetterSkip }) {
  const { t } = useWords();
  return (
    <>
      <Note tone="warn">{t(`letters.skip.${skip.reason}`)}</Note>
      <LetterChecks checks={skip.checks} currency={skip.currency} />
    </>
  );
}
