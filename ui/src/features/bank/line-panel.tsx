import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import { PostingView } from '../../kit/posting';
import { Drawer, Facts } from '../../kit/side';
import { Answered, Note, Problem } from '../../kit/states';
import { Tag } from '../../kit/tag';
import { TakeBackPanel } from '../../kit/take-back';
import classes from './bank.module.css';
import { ByHand } from './by-hand';
import { GivenBack } from './given-back';
import { Reasons } from './reasons';
import type { BankLine, BankProposal } from './types';
import { useWrittenOff, WrittenOff } from './written-off';

type PanelProps = { lineId: number; onNext: (lineId: number | null) => void };

/** One line with its proposals: a number key chooses, `c` confirms, and the next line is there. */
export function LinePanel({ lineId, onNext }: PanelProps) {
  const { t } = useWords();
  const line = useAsk('bank.line', { line_id: lineId }, { meanwhile: 'previous' });
  return (
    <section className={classes.panel} aria-label={t('bank.line')} data-testid="bank-line">
      <Answered answer={line}>
        {(data) => (
          <>
            <Head line={data} />
            <WrittenOff key={`written-off ${data.line.line_id}`} line={data} onDone={() => onNext(data.line.line_id)} />
            {data.line.state === 'open' && <Open key={data.line.line_id} line={data} onNext={onNext} />}
            {data.line.state === 'posted' && <Posted key={data.line.line_id} line={data} onNext={onNext} />}
            {data.line.state === 'returned' && <GivenBack key={data.line.line_id} line={data} onNext={onNext} />}
            {data.line.state !== 'open' && data.line.state !== 'posted' && (
              <Resting key={data.line.line_id} line={data} onNext={onNext} />
            )}
          </>
        )}
      </Answered>
    </section>
  );
}

function Head({ line: { line, ...more } }: { line: BankLine }) {
  const { t } = useWords();
  return (
    <>
      <div>
        <div className={classes.amount}>
          <MoneyText money={{ minor: line.amount_minor, currency: line.currency }} showCurrency="yes" />
        </div>
        <p className={classes.payer}>{line.payer_name || t('bank.nobodyNamed')}</p>
        {line.payer_account && <p className={classes.quiet}>{line.payer_account}</p>}
      </div>
      {line.remittance && <p className={classes.text}>{line.remittance}</p>}
      <Facts
        facts={[
          { name: t('bank.bookingOn'), value: <DayText day={line.booking_on} /> },
          { name: t('bank.valueOn'), value: <DayText day={line.value_on} /> },
          ...(line.reference ? [{ name: t('bank.reference'), value: line.reference }] : []),
          ...(more.end_to_end_id ? [{ name: t('bank.endToEnd'), value: more.end_to_end_id }] : []),
          { name: t('bank.ownAccount'), value: line.bank_account },
          { name: t('bank.from'), value: `${more.file_name} · ${more.statement_no}` },
        ]}
      />
    </>
  );
}

function Open({ line, onNext }: { line: BankLine; onNext: PanelProps['onNext'] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const { line_id: lineId } = line.line;
  const [rank, setRank] = useState(line.proposals[0]?.rank ?? null);
  const [hand, setHand] = useState<'open' | 'closed'>('closed');
  const confirm = useAct('bank.confirm', (done) => onNext(done.next_line_id));
  const aside = useAct('bank.set_aside', (done) => onNext(done.next_line_id));
  const [note, setNote] = useState('');
  const writtenOff = useWrittenOff(line);
  const preview = useAsk('bank.confirm_preview', asked(lineId, rank), { when: rank === null ? 'later' : 'now' });
  // Proposals are made again while the line is shown; the choice must be one that is still there.
  useEffect(() => {
    setRank((now) => (line.proposals.some((other) => other.rank === now) ? now : (line.proposals[0]?.rank ?? null)));
  }, [line.proposals]);
  const busy = confirm.isPending || aside.isPending;
  const doConfirm = () => {
    if (rank === null || busy) return;
    confirm.mutate(asked(lineId, rank));
  };
  const doAside = () => {
    if (busy) return;
    aside.mutate({ line_id: lineId, note });
  };
  useActions(
    mode === 'past'
      ? []
      : [
          { id: 'bank.confirm', label: t('bank.confirm'), group: 'page', keys: 'c', run: doConfirm },
          { id: 'bank.hand', label: t('bank.byHand'), group: 'page', keys: 'h', run: () => setHand('open') },
          { id: 'bank.aside', label: t('bank.setAside'), group: 'page', keys: 'b', run: doAside },
          { id: 'bank.skip', label: t('bank.skip'), group: 'page', keys: 'n', run: () => onNext(line.next_line_id) },
          ...line.proposals.slice(0, 9).map((proposal) => ({
            id: `bank.choose.${proposal.rank}`,
            label: t('bank.choose', { rank: proposal.rank }),
            group: 'page' as const,
            keys: String(proposal.rank),
            run: () => setRank(proposal.rank),
          })),
        ],
  );
  return (
    <>
      {line.proposals.length === 0 ? (
        writtenOff.length === 0 && <Note>{t('bank.noProposalText')}</Note>
      ) : (
        <div className={classes.proposals}>
          {line.proposals.map((proposal) => (
            <Proposal
              key={proposal.rank}
              proposal={proposal}
              chosen={proposal.rank === rank ? 'yes' : 'no'}
              onChoose={() => setRank(proposal.rank)}
            />
          ))}
        </div>
      )}
      {rank !== null && preview.data && <PostingView posting={preview.data} />}
      {rank !== null && preview.error && <Problem error={preview.error} />}
      {confirm.error && <Problem error={confirm.error} />}
      {aside.error && <Problem error={aside.error} />}
      <TextInput
        label={t('bank.noteFor')}
        value={note}
        disabled={mode === 'past'}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={classes.acts}>
        <Button disabled={rank === null || mode === 'past'} loading={confirm.isPending} onClick={doConfirm}>
          {t('bank.confirm')}
        </Button>
        <Button variant="default" disabled={mode === 'past'} onClick={() => setHand('open')}>
          {t('bank.byHand')}
        </Button>
        <Button variant="default" disabled={mode === 'past'} loading={aside.isPending} onClick={doAside}>
          {t('bank.setAside')}
        </Button>
        <Button variant="subtle" onClick={() => onNext(line.next_line_id)}>
          {t('bank.skip')}
        </Button>
      </div>
      <Drawer title={t('bank.byHandTitle')} state={hand} onClose={() => setHand('closed')} width="wide">
        {hand === 'open' && (
          <ByHand
            line={line}
            onDone={(next) => {
              setHand('closed');
              onNext(next);
            }}
          />
        )}
      </Drawer>
    </>
  );
}

function asked(lineId: number, rank: number | null) {
  return { line_id: lineId, rank, parts: [], on_account: [], over_minor: 0, note: '' };
}

type ProposalProps = { proposal: BankProposal; chosen: 'yes' | 'no'; onChoose: () => void };

function Proposal({ proposal, chosen, onChoose }: ProposalProps) {
  const { t } = useWords();
  const names = [
    ...new Set([...proposal.parts, ...proposal.on_account].map((part) => `${part.name} (${part.account})`)),
  ];
  const documents = proposal.parts.map((part) => part.document_no);
  return (
    <button type="button" className={classes.proposal} aria-pressed={chosen === 'yes'} onClick={onChoose}>
      <span className={classes.proposalHead}>
        <span>
          <strong>{documents.length > 0 ? documents.join(', ') : t('bank.onAccount')}</strong>
          <br />
          {names.join(', ')}
        </span>
        <Tag
          tone={proposal.confidence === 'exact' ? 'good' : 'plain'}
          sign={proposal.confidence === 'exact' ? '●' : '○'}
        >
          {t(`bank.confidence.${proposal.confidence}`)}
        </Tag>
      </span>
      <Reasons proposal={proposal} />
    </button>
  );
}

function Posted({ line, onNext }: { line: BankLine; onNext: PanelProps['onNext'] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [back, setBack] = useState<'closed' | 'open'>('closed');
  const show = () => setBack('open');
  useActions(mode === 'past' ? [] : [{ id: 'bank.undo', label: t('bank.undo'), group: 'page', keys: 'u', run: show }]);
  return (
    <>
      {line.postings.map((posting) => (
        <div key={posting.transaction_id}>
          <p className={classes.title}>
            {posting.document_no}{' '}
            <MoneyText money={{ minor: posting.amount_minor, currency: line.line.currency }} showCurrency="yes" />
          </p>
          <p className={classes.quiet}>
            {t(posting.posted_by === 'rule' ? 'bank.postedByRule' : 'bank.postedBy', { user: posting.user })}
            {posting.undone_at && ` · ${t('bank.takenBack')}`}
          </p>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => void navigate({ to: '/customers/$account', params: { account: posting.account } })}
          >
            {t('bank.nameAndAccount', { name: posting.name, account: posting.account })}
          </Button>
        </div>
      ))}
      {back === 'open' ? (
        <TakeBackPanel
          by="bank.undo"
          request={{ line_id: line.line.line_id }}
          onDone={() => onNext(line.line.line_id)}
          onCancel={() => setBack('closed')}
        />
      ) : (
        <div className={classes.acts}>
          <Button variant="default" color="red" disabled={mode === 'past'} onClick={show} data-testid="bank-undo">
            {t('bank.undo')}
          </Button>
        </div>
      )}
    </>
  );
}

function Resting({ line, onNext }: { line: BankLine; onNext: PanelProps['onNext'] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const reopen = useAct('bank.reopen');
  const aside = useAct('bank.set_aside', (done) => onNext(done.next_line_id));
  const { line_id: lineId, state, note } = line.line;
  return (
    <>
      <Note>{t(`bank.stateText.${state}`)}</Note>
      {line.return_text && <p className={classes.text}>{line.return_text}</p>}
      {note && <p className={classes.text}>{note}</p>}
      {(reopen.error || aside.error) && <Problem error={(reopen.error ?? aside.error) as never} />}
      <div className={classes.acts}>
        {state === 'set_aside' && (
          <Button
            variant="default"
            disabled={mode === 'past'}
            loading={reopen.isPending}
            onClick={() => reopen.mutate({ line_id: lineId, note: '' })}
          >
            {t('bank.reopen')}
          </Button>
        )}
        {state === 'returned' && (
          <Button
            variant="default"
            disabled={mode === 'past'}
            loading={aside.isPending}
            onClick={() => aside.mutate({ line_id: lineId, note: '' })}
          >
            {t('bank.setAside')}
          </Button>
        )}
      </div>
    </>
  );
}
