import { useWords } from '../../i18n';
import { Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Check = ResponseOf<'import.undo_check'>;

/** What stands on an import, each in a sentence: that must be taken back first. */
export function Standing({ standing }: { standing: Check['standing'] }) {
  const { t } = useWords();
  const word = t as unknown as (key: string, args: Record<string, unknown>) => string;
  return (
    <Note tone="warn">
      <p>{t('imports.standingIntro')}</p>
      <ul>
        {standing.map(({ what, count, examples }) => {
          const others = word('imports.standing.other', { what, count });
          return (
            <li key={what}>
              {word(`imports.standing.${what}`, { count, defaultValue: others })}
              {examples.length > 0 && ` ${t('imports.standingSuchAs', { examples: examples.join(', ') })}`}
            </li>
          );
        })}
      </ul>
    </Note>
  );
}

const COUNTS = ['transactions', 'settlements', 'restored', 'customers', 'put_back', 'tasks'] as const;

/** What an undo takes back. */
export function TakenBack({ counts }: { counts: Check['counts'] }) {
  const { t } = useWords();
  const there = COUNTS.filter((what) => counts[what] > 0);
  return (
    <Note>
      <p>{t(there.length > 0 ? 'imports.takenBackIntro' : 'imports.takenBackNothing')}</p>
      {there.length > 0 && (
        <ul>
          {there.map((what) => (
            <li key={what}>{t(`imports.takenBack.${what}`, { count: counts[what] })}</li>
          ))}
        </ul>
      )}
    </Note>
  );
}
