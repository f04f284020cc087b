import { Button } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { PostingView } from '../../kit/posting';
import { type Recoverable, RecoveryHints } from '../../kit/recovery-hints';
import { Note, Problem } from '../../kit/states';
import classes from './bank.module.css';
import type { BankLine } from './types';

type WrittenOffProps = {
  line: BankLine;
  /** The line went to the account, and stays before the eyes for the recovery. */
  onDone: () => void;
};

/** A line that names something written off: it goes to the account of that customer first, and is a recovery then. */
export function WrittenOff({ line, onDone }: WrittenOffProps) {
  const all = useWrittenOff(line);
  // What it says when it is done outlives the offer.
  if (line.line.state === 'posted') return <RecoveryHints found={all} />;
  if (all.length === 0) return null;
  // Several write-offs of one customer are one account.
  const first = all[0] as Recoverable;
  return <ToAccount line={line} of={first} onDone={onDone} />;
}

/** What the line names of what was written off. */
export function useWrittenOff(line: BankLine): readonly Recoverable[] {
  return useAsk('write_offs.recoverable', { line_id: line.line.line_id, account: null }).data?.found ?? [];
}

function ToAccount({ line, of, onDone }: WrittenOffProps & { of: Recoverable }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const confirm = useAct('bank.confirm', onDone);
  const request = {
    line_id: line.line.line_id,
    rank: null,
    parts: [],
    on_account: [{ account: of.account, amount_minor: null }],
    over_minor: 0,
    note: '',
  };
  const preview = useAsk('bank.confirm_preview', request, { when: mode === 'today' ? 'now' : 'later' });
  return (
    <div className={classes.block} data-testid="bank-written-off">
      <Note tone="warn">
        {t('bank.namesWrittenOff', { documents: of.documents.join(', '), number: of.number, name: of.name })}{' '}
        <MoneyText money={{ minor: of.left_minor, currency: of.currency }} showCurrency="yes" />
      </Note>
      {preview.data && <PostingView posting={preview.data} />}
      {(confirm.error ?? preview.error) && <Problem error={(confirm.error ?? preview.error) as never} />}
      <div className={classes.acts}>
        <Button
          variant="default"
          disabled={mode === 'past' || preview.data === undefined}
          loading={confirm.isPending}
          onClick={() => confirm.mutate(request)}
          data-testid="bank-to-account"
        >
          {t('bank.toAccountOf', { account: of.account })}
        </Button>
      </div>
    </div>
  );
}
