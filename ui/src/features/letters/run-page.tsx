import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowLeft, IconSend } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { formatDay } from '../../kit/format/day';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import { Forewarning } from './forewarning';
import classes from './letters.module.css';
import { LettersGrid } from './letters-grid';
import { MailActs } from './mail-acts';
import { OpenedLetter } from './opened-letter';
import { PaperActs } from './paper-acts';
import { PostForm } from './post-form';
import { PostedNote } from './posted-note';
import { PrintDrafts } from './print-drafts';
import { SkipsGrid } from './skips-grid';
import { SourcesNote } from './sources-note';
import type { LetterRun, Posted } from './types';

type Tab = 'letters' | 'skipped';

/** One run: its letters, who got none, and everything that can be done with them. */
export function LetterRunPage() {
  const { t, locale } = useWords();
  const { run: param } = useParams({ strict: false }) as { run: string };
  const runId = Number(param);
  const navigate = useNavigate();
  const detail = useAsk('letters.run', { run_id: runId });
  const day = detail.data ? formatDay(detail.data.run.letter_on, locale) : '';
  return (
    <Page
      layout="fill"
      title={t('letters.runTitle', { day })}
      above={
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconArrowLeft size={13} />}
          onClick={() => void navigate({ to: '/letters' })}
        >
          {t('shell.page.letters')}
        </Button>
      }
      about={detail.data && <Counts run={detail.data.run} />}
      actions={detail.data && <RunActs run={detail.data.run} />}
    >
      <Answered answer={detail}>{({ run }) => <RunTabs run={run} />}</Answered>
    </Page>
  );
}

function Counts({ run }: { run: LetterRun }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const shown = (['created', 'posted', 'cancelled', 'replaced', 'dropped'] as const).filter(
    (status) => run.counts[status] > 0,
  );
  return (
    <span className={classes.summary}>
      {shown.map((status) => (
        <span key={status}>
          {t(`letters.status.${status}`)} <strong className="tabular">{number.format(run.counts[status])}</strong>
        </span>
      ))}
      {run.counts.printed > 0 && (
        <span>
          {t('letters.printedOnly')} <strong className="tabular">{number.format(run.counts.printed)}</strong>
        </span>
      )}
    </span>
  );
}

function RunActs({ run }: { run: LetterRun }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const [posted, setPosted] = useState<Posted | null>(null);
  const canPost = run.counts.created > 0 && mode === 'today';
  const post = () => setForm('open');
  useActions(
    canPost
      ? [
          {
            id: 'letters.post',
            label: t('letters.post', { count: run.counts.created }),
            group: 'page',
            keys: 'p',
            run: post,
          },
        ]
      : [],
  );
  return (
    <>
      {run.counts.posted + run.counts.printed > 0 && <PaperActs runId={run.run_id} />}
      {run.counts.posted > 0 && mode === 'today' && <MailActs runId={run.run_id} />}
      {run.counts.created + run.counts.skipped > 0 && <Forewarning run={run} />}
      <PrintDrafts run={run} />
      {canPost && (
        <Button leftSection={<IconSend size={14} />} onClick={post}>
          {t('letters.post', { count: run.counts.created })}
        </Button>
      )}
      <Drawer
        title={t('letters.postTitle')}
        state={form}
        onClose={() => {
          setForm('closed');
          setPosted(null);
        }}
        width="wide"
      >
        {posted ? (
          <PostedNote posted={posted} of={{ runId: run.run_id, letterIds: [] }} what="posted" />
        ) : (
          <PostForm
            what={{
              runId: run.run_id,
              letterIds: [],
              count: run.counts.created,
              totals: run.totals,
              postingOn: run.default_posting_on,
            }}
            onPosted={setPosted}
          />
        )}
      </Drawer>
    </>
  );
}

function RunTabs({ run }: { run: LetterRun }) {
  const { t } = useWords();
  const [tab, setTab] = useState<Tab>('letters');
  const [opened, setOpened] = useState<number | null>(null);
  return (
    <>
      {run.confirmed !== null && <SourcesNote freshness={run.freshness} confirmed={run.confirmed} />}
      <div>
        <SegmentedControl
          aria-label={t('letters.show')}
          value={tab}
          onChange={(value) => setTab(value as Tab)}
          data={[
            { value: 'letters', label: t('letters.letters') },
            { value: 'skipped', label: t('letters.skipped') },
          ]}
        />
      </div>
      {tab === 'letters' ? (
        <LettersGrid
          base={{ run_id: run.run_id }}
          postingOn={run.default_posting_on}
          onOpen={(row) => setOpened(row.letter_id)}
        />
      ) : run.counts.skipped === 0 ? (
        <Note>{t('letters.nobodySkipped')}</Note>
      ) : (
        <SkipsGrid run={run} />
      )}
      <Drawer
        title={t('letters.letter')}
        state={opened === null ? 'closed' : 'open'}
        onClose={() => setOpened(null)}
        width="wide"
      >
        {opened !== null && <OpenedLetter letterId={opened} />}
      </Drawer>
    </>
  );
}
