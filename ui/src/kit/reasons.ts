import { useWords } from '../i18n';

const SHIPPED = [
  'price',
  'quantity',
  'quality',
  'not_delivered',
  'not_ordered',
  'paid_already',
  'terms',
  'other',
] as const;

/** A shipped reason of collections has no words of its own: they are those of the reader's language. */
export function useDisputeReason(): (code: string, description?: string) => string {
  const { t } = useWords();
  return (code, description) => {
    const known = SHIPPED.find((other) => other === code);
    return description || (known ? t(`disputes.reasonName.${known}`) : code);
  };
}

const SHIPPED_CREDIT = [
  'REVIEW',
  'CHECK',
  'CHECKED',
  'AUTOMATIC',
  'CHANGED',
  'CANCELLED',
  'FIRST',
  'APPLICATION',
  'IMPORT',
] as const;

/** The same for the reasons of credit. */
export function useCreditReason(): (code: string, description?: string) => string {
  const { t } = useWords();
  return (code, description) => {
    const known = SHIPPED_CREDIT.find((other) => other === code);
    return description || (known ? t(`credit.reasonName.${known}`) : code);
  };
}
