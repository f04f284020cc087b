import { NumberInput, Select } from '@mantine/core';
import { useWords } from '../../i18n';
import { KINDS } from './fields';
import classes from './import.module.css';
import type { FileKind, Options, Recognition } from './types';

type DecimalMark = NonNullable<Recognition['decimal_mark']>;
type DateOrder = NonNullable<Recognition['date_order']>;

const ENCODINGS = ['UTF-8', 'windows-1252', 'ISO-8859-15', 'windows-1250', 'windows-1251', 'UTF-16LE', 'macintosh'];
const MARKS = ['comma', 'point'] as const;
const ORDERS = ['dmy', 'mdy', 'ymd'] as const;
const DELIMITERS = [';', ',', '\t', '|'] as const;

type SettingsProps = { recognition: Recognition; onSettle: (change: Partial<Options>) => void };

/** What was recognised, each to be corrected. */
export function ReadingSettings({ recognition, onSettle }: SettingsProps) {
  const { t } = useWords();
  const encoding = recognition.encoding ?? '';
  return (
    <div className={classes.settings}>
      <Select
        label={t('import.kindLabel')}
        data={KINDS.map((kind) => ({ value: kind, label: t(`import.kind.${kind}`) }))}
        value={recognition.kind}
        onChange={(kind) => kind && onSettle({ kind: kind as FileKind, columns: null })}
      />
      {recognition.format === 'workbook' ? (
        <Select
          label={t('import.sheet')}
          data={recognition.sheets}
          value={recognition.sheet}
          onChange={(sheet) => sheet && onSettle({ sheet, columns: null, header_row: null })}
        />
      ) : (
        <>
          <Select
            label={t('import.encoding')}
            data={[...new Set([encoding, ...ENCODINGS])].filter(Boolean)}
            value={encoding}
            onChange={(value) => value && onSettle({ encoding: value })}
          />
          <Select
            label={t('import.delimiter')}
            data={DELIMITERS.map((sign, index) => ({
              value: sign,
              label: t(`import.delimiterName.${DELIMITER_NAMES[index] ?? 'comma'}`),
            }))}
            value={recognition.delimiter}
            onChange={(delimiter) => delimiter && onSettle({ delimiter, columns: null })}
          />
        </>
      )}
      <NumberInput
        label={t('import.headerRow')}
        placeholder={t('import.headerRowHint')}
        min={0}
        max={1000}
        value={recognition.header_row}
        onChange={(value) => typeof value === 'number' && onSettle({ header_row: value, columns: null })}
      />
      <Select
        label={t('import.decimalMark')}
        placeholder={t('import.open')}
        data={MARKS.map((mark) => ({ value: mark, label: t(`import.mark.${mark}`) }))}
        value={recognition.decimal_mark}
        onChange={(mark) => mark && onSettle({ decimal_mark: mark as DecimalMark })}
      />
      <Select
        label={t('import.dateOrder')}
        placeholder={t('import.open')}
        data={ORDERS.map((order) => ({ value: order, label: t(`import.order.${order}`) }))}
        value={recognition.date_order}
        onChange={(order) => order && onSettle({ date_order: order as DateOrder })}
      />
    </div>
  );
}

const DELIMITER_NAMES = ['semicolon', 'comma', 'tab', 'pipe'] as const;
