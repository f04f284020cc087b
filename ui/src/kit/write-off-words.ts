import { useWords } from '../i18n';

const SHIPPED = ['INSOLVENCY', 'UNECONOMIC', 'DISPUTE', 'GOODWILL'] as const;

/** The words of a reason: its own, else those of a shipped code, else the code. */
export function useWriteOffReason(): (code: string, description?: string) => string {
  const { t } = useWords();
  return (code, description) => {
    const known = SHIPPED.find((other) => other === code);
    return description || (known ? t(`writeOffs.reasonName.${known}`) : code);
  };
}
