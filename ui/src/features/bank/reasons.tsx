import i18next from 'i18next';
import { useWords } from '../../i18n';
import { readableArgs } from '../../kit/problem-words';
import classes from './bank.module.css';
import type { BankProposal } from './types';

const GOOD = '✓';
const CARE = '!';

type Reason = BankProposal['reasons'][number];

/** The words of a coded reason with its figures; a code without words is shown as it is rather than hidden. */
export function useReasonWords(group: 'reason' | 'caution'): (reason: Reason) => string {
  const { t, locale } = useWords();
  return ({ code, args }) => {
    const path = `bank.${group}.${code}`;
    if (!i18next.exists(path)) return code;
    return (t as unknown as (key: string, args: Record<string, string>) => string)(path, readableArgs(args, locale));
  };
}

/** Why a proposal is one, and what keeps it from posting itself. */
export function Reasons({ proposal }: { proposal: BankProposal }) {
  const reason = useReasonWords('reason');
  const caution = useReasonWords('caution');
  return (
    <ul className={classes.reasons}>
      {proposal.reasons.map((other) => (
        <li key={`+${other.code}${JSON.stringify(other.args)}`}>
          <span aria-hidden="true">{GOOD}</span> {reason(other)}
        </li>
      ))}
      {proposal.not_exact.map((other) => (
        <li key={`-${other.code}${JSON.stringify(other.args)}`} className={classes.caution}>
          <span aria-hidden="true">{CARE}</span> {caution(other)}
        </li>
      ))}
    </ul>
  );
}
