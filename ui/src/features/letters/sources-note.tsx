import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { Note } from '../../kit/states';
import type { Freshness } from './types';

type Source = Freshness['bank'];

/** How far the bank file and the open items reach on the day of the letters. */
export function SourcesNote({ freshness, confirmed }: { freshness: Freshness; confirmed: string | null }) {
  const { t, locale } = useWords();
  const line = (source: Source, what: 'bank' | 'items') =>
    source === null
      ? t(`letters.sources.${what}Never`)
      : t(`letters.sources.${what}`, {
          day: formatDay(source.to, locale),
          age: t('letters.sources.age', { count: source.working_days }),
        });
  return (
    <Note tone={freshness.stale ? 'warn' : 'plain'}>
      <div>
        {line(freshness.bank, 'bank')} {line(freshness.items, 'items')}
      </div>
      {confirmed !== null && <div>{t('letters.sources.confirmed', { reason: confirmed })}</div>}
    </Note>
  );
}
