import { useWords } from '../../i18n';
import { Tag } from '../../kit/tag';
import { adjustedOf, statusOf } from './types';

const TONE = { created: 'plain', printed: 'accent', posted: 'good', cancelled: 'bad' } as const;
const SIGN = { created: '○', printed: '◐', posted: '●', cancelled: '✕' } as const;

/** Where a note stands, with a sign beside the colour. */
export function StatusTag({ status }: { status: string }) {
  const { t } = useWords();
  const known = statusOf(status);
  return (
    <Tag tone={TONE[known]} sign={SIGN[known]}>
      {t(`interest.status.${known}`)}
    </Tag>
  );
}

const ADJUSTED_SIGN = { waived: '−', reinstated: '+', reversed: '↺' } as const;

/** What was done last with an item or a fee; nothing where nothing was. */
export function AdjustedTag({ word }: { word: string | null }) {
  const { t } = useWords();
  const known = adjustedOf(word);
  if (known === 'none') return null;
  return (
    <Tag tone="plain" sign={ADJUSTED_SIGN[known]}>
      {t(`interest.adjustedName.${known}`)}
    </Tag>
  );
}
