import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import classes from './import.module.css';
import type { Evidence, Recognition } from './types';

/** Where a file comes from, in words; a name that has none yet is shown as it is. */
export function useSourceName(): (source: string) => string {
  const { t } = useWords();
  const word = t as unknown as (key: string, args: { defaultValue: string }) => string;
  return (source) => (source === '' ? '' : word(`import.source.${source}`, { defaultValue: source }));
}

/** The file and the program or format that it was recognised as. */
export function SourceName({ file, source }: { file: string; source: string }) {
  const nameOf = useSourceName();
  return (
    <h2 className={classes.source}>
      <span>{file}</span>
      <span className={classes.sourceName}>{nameOf(source)}</span>
    </h2>
  );
}

/** Why the file is taken for what it is: only what was seen in it, not what a person settled. */
export function EvidenceList({ recognition }: { recognition: Recognition }) {
  const { t, locale } = useWords();
  const seen = recognition.evidence.filter((one) => !one.code.endsWith('_given'));
  if (seen.length === 0) return null;
  const example = ({ examples: [first] }: Evidence) => {
    if (!first) return '';
    const value = /^\d{4}-\d{2}-\d{2}$/.test(first.value) ? formatDay(first.value, locale) : first.value;
    return t('import.evidenceAt', { line: first.line, value });
  };
  return (
    <details className={classes.evidence}>
      <summary>{t('import.evidenceTitle')}</summary>
      <ul>
        {seen.map((one) => (
          <li key={one.code}>
            {t(`import.evidence.${one.code}`, { count: one.count })} <span>{example(one)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
