import i18next from 'i18next';
import { useWords } from '../i18n';

/** Why banks return payments: codes of SEPA; the words stand under `bank.returnReason`. */
export const RETURN_CODES = [
  'AM04',
  'MD06',
  'AC04',
  'AC01',
  'AC06',
  'AC13',
  'AG01',
  'AG02',
  'AM05',
  'BE05',
  'CNOR',
  'DNOR',
  'FF01',
  'FOCR',
  'MD01',
  'MD02',
  'MD07',
  'MS02',
  'MS03',
  'RC01',
  'RR01',
  'RR02',
  'RR03',
  'RR04',
  'SL01',
  'TM01',
] as const;

/** The reason of a bank in words, with its code; the words of the bank where the code is not known. */
export function useReturnReason(): (code: string, text: string) => string {
  const { t } = useWords();
  return (code, text) => {
    const path = `bank.returnReason.${code}`;
    const words = i18next.exists(path) ? (t as unknown as (key: string) => string)(path) : text;
    if (code === '') return text;
    return words ? `${words} (${code})` : code;
  };
}
