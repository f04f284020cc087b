import type { TFunction } from 'i18next';
import type { Column } from '../../kit/grid/columns';
import type { TransactionRow } from './types';

const LETTERS = ['letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection'] as const;

/** What was done about a transaction and where it belongs: letters, case, status day, voucher, company. */
export function workColumns(
  t: TFunction,
  companyCurrency: string,
  companies: 'one' | 'several',
): Column<TransactionRow>[] {
  const letterName = (code: string | null) => {
    const known = LETTERS.find((letter) => letter === code);
    return known ? t(`customers.letterCode.${known}`) : '';
  };
  const company: Column<TransactionRow> = {
    id: 'company',
    kind: 'text',
    header: t('customers.company'),
    show: 'on_request',
    value: (row) => row.company,
  };
  return [
    {
      id: 'letter_code',
      kind: 'text',
      header: t('customers.letterColumn'),
      width: 96,
      value: (row) => letterName(row.letter_code),
    },
    {
      id: 'letter_on',
      kind: 'day',
      header: t('customers.letterOn'),
      show: 'on_request',
      value: (row) => row.letter_on,
    },
    {
      id: 'case',
      kind: 'text',
      header: t('customers.caseNumber'),
      width: 110,
      show: 'on_request',
      value: (row) => row.case_number,
    },
    {
      id: 'status_on',
      kind: 'day',
      header: t('customers.statusOn'),
      show: 'on_request',
      value: (row) => row.status_on,
    },
    {
      id: 'interest',
      kind: 'money',
      header: t('customers.interestCharged'),
      hint: t('customers.interestChargedHint'),
      show: 'on_request',
      value: (row) => row.interest_minor,
      currency: (row) => row.currency,
    },
    { id: 'voucher', kind: 'text', header: t('customers.voucher'), show: 'on_request', value: (row) => row.voucher },
    {
      id: 'company_amount',
      kind: 'money',
      header: t('customers.companyAmount', { currency: companyCurrency }),
      show: 'on_request',
      value: (row) => row.company_minor,
      currency: () => companyCurrency,
    },
    ...(companies === 'several' ? [company] : []),
  ];
}
