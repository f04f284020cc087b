import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { formatInstant } from '../../kit/format/day';
import { formatMinor } from '../../kit/format/money';
import { readableArgs } from '../../kit/problem-words';
import { Note } from '../../kit/states';
import type { Warning } from './types';

type WarningsProps = {
  warnings: readonly Warning[];
  /** The currency of sums that a file gives without one. */
  currency: string | null;
};

/** What should be known about the files before they are trusted; nothing of it stops an import. */
export function Warnings({ warnings, currency }: WarningsProps) {
  const { state } = useDesk();
  const words = useWarningWords(currency ?? state.book?.currency ?? 'EUR');
  if (warnings.length === 0) return null;
  return (
    <Note tone="warn">
      {warnings.map((warning) => {
        const sentence = words(warning);
        return <p key={`${warning.file} ${sentence}`}>{sentence}</p>;
      })}
    </Note>
  );
}

/** A warning as a sentence with its figures. */
function useWarningWords(currency: string): (warning: Warning) => string {
  const { t, locale } = useWords();
  const word = t as unknown as (key: string, args: Record<string, string>) => string;
  return ({ file, code, args }) => {
    const figures: Record<string, string> = { ...readableArgs(args, locale), file };
    if (typeof args.at === 'string') figures.at = formatInstant(args.at, locale);
    const own = typeof args.currency === 'string' ? args.currency : currency;
    for (const [name, value] of Object.entries(args)) {
      if (name.endsWith('_minor') && value === null) figures[name] = t('credit.notSet');
      if (name.endsWith('_minor') && typeof value === 'number') figures[name] = formatMinor(value, own, locale);
    }
    return word(`import.warning.${code}`, { ...figures, defaultValue: `${file}: ${code}` });
  };
}
