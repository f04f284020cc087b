import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { formatMinor } from '../../kit/format/money';
import classes from './import.module.css';
import type { PreviewRow } from './types';

type Word = (key: string, args?: { defaultValue: string }) => string;

/** The kind of a record in words. */
export function useRecordName(): (record: string) => string {
  const { t } = useWords();
  const word = t as unknown as Word;
  return (record) => word(`import.recordKind.${record}`, { defaultValue: record });
}

/** The fields of a record that a file changes, each old and new. */
export function FieldChanges({ row }: { row: PreviewRow }) {
  const { t } = useWords();
  const word = t as unknown as Word;
  const read = useFieldText(row);
  if (row.fields.length === 0) return null;
  return (
    <ul className={classes.fieldChanges}>
      {row.fields.map(([field, before, after]) => (
        <li key={field}>
          <span className={classes.fieldName}>{word(`import.changed.${field}`, { defaultValue: field })}</span>{' '}
          {before !== '' && <del>{read(field, before)}</del>} {before !== '' && '→ '}
          <ins>{after === '' ? t('kit.none') : read(field, after)}</ins>
        </li>
      ))}
    </ul>
  );
}

/** The text of a field as people write it: days, amounts and flags in their form, everything else as it is. */
function useFieldText(row: PreviewRow): (field: string, text: string) => string {
  const { t, locale } = useWords();
  const recordName = useRecordName();
  return (field, text) => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text, locale);
    if (field.endsWith('_minor') && row.currency !== null && /^-?\d+$/.test(text)) {
      return formatMinor(Number(text), row.currency, locale);
    }
    if (field.endsWith('_flag')) return t(text === '1' ? 'kit.yes' : 'kit.no');
    return field === 'kind' ? recordName(text) : text;
  };
}
