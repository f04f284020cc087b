import { useWords } from '../../i18n';
import classes from './letters.module.css';
import type { SkipCount, SkipReason } from './types';

type ReasonsProps = {
  reasons: readonly SkipCount[];
  chosen: SkipReason | null;
  onChoose: (reason: SkipReason | null) => void;
};

/** Why there is no letter, each reason with its count; choosing one shows those alone. */
export function Reasons({ reasons, chosen, onChoose }: ReasonsProps) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  return (
    <div className={classes.reasons}>
      {reasons.map((line) => (
        <button
          key={line.reason}
          type="button"
          className={classes.reason}
          aria-pressed={chosen === line.reason}
          onClick={() => onChoose(chosen === line.reason ? null : line.reason)}
        >
          <span>{t(`letters.skip.${line.reason}`)}</span>
          <span className="tabular">{number.format(line.count)}</span>
        </button>
      ))}
    </div>
  );
}
