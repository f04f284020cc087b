import { Button, SegmentedControl } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing, useOpenListing } from '../../data/listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import { TakeBackPanel } from '../../kit/take-back';
import { ALL, type Choice, leftOpen } from './small-balances-choice';
import { SmallBalancesConfirm } from './small-balances-confirm';
import { LeftGrid, ProposedGrid } from './small-balances-grids';
import { SmallBalanceRuns } from './small-balances-runs';
import { SmallBalancesTerms } from './small-balances-terms';
import type { PostedRun, Terms } from './small-balances-types';
import { useSums } from './use-sums';

type View = 'proposed' | 'left' | 'runs';

/** What a list is asked before anybody sorts, filters or searches: a run closes of what this shows. */
const WHOLE_LIST = { sort: null, filters: [], search: '' };

/** *Small balances*: rests up to a threshold are looked at, and closed in one go. */
export function SmallBalancesPage() {
  const { t } = useWords();
  const last = useAsk('settlement.small_balance_terms', {});
  const [changed, setChanged] = useState<Terms | null>(null);
  const terms = changed ?? last.data;
  if (terms) return <Loaded terms={terms} onTerms={setChanged} />;
  return (
    <Page title={t('shell.page.smallBalances')} about={t('smallBalances.about')}>
      <Answered answer={last}>{() => null}</Answered>
    </Page>
  );
}

function Loaded({ terms, onTerms }: { terms: Terms; onTerms: (terms: Terms) => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [choice, setChoice] = useState<Choice>(ALL);
  const [view, setView] = useState<View>('proposed');
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const [posted, setPosted] = useState<PostedRun | null>(null);
  const listing = useListing('settlement.small_balances', 'settlement.small_balances_page', {
    terms,
    show: 'proposed',
  });
  const whole = useOpenListing(listing, WHOLE_LIST);
  // While the thresholds are new, the old list must not be closed.
  const shown = whole.isPlaceholderData ? undefined : whole.data;
  const proposed = whole.data?.proposed ?? 0;
  const count = shown ? proposed - leftOpen(choice, proposed) : 0;
  const ready = count > 0 && mode === 'today';
  const open = () => ready && setForm('open');
  useActions([
    { id: 'smallBalances.close', label: t('smallBalances.close', { count }), group: 'page', keys: 'c', run: open },
  ]);
  return (
    <Page
      layout="fill"
      title={t('shell.page.smallBalances')}
      about={t('smallBalances.about')}
      actions={
        <Button leftSection={<IconEraser size={14} />} disabled={!ready} onClick={open}>
          {t('smallBalances.close', { count })}
        </Button>
      }
    >
      {posted && <PostedNote key={posted.run_id} posted={posted} />}
      <SmallBalancesTerms
        terms={terms}
        without={whole.data?.without_threshold ?? []}
        onChange={(next) => {
          onTerms(next);
          setChoice(ALL);
        }}
      />
      <div>
        <SegmentedControl
          aria-label={t('smallBalances.show')}
          value={view}
          onChange={(value) => setView(value as View)}
          data={[
            { value: 'proposed', label: t('smallBalances.proposed', { count: proposed }) },
            { value: 'left', label: t('smallBalances.left', { count: whole.data?.near ?? 0 }) },
            { value: 'runs', label: t('smallBalances.runs') },
          ]}
        />
      </div>
      {view === 'proposed' && (
        <ProposedGrid listing={listing} proposed={proposed} choice={choice} onChoice={setChoice} />
      )}
      {view === 'left' && <LeftGrid terms={terms} />}
      {view === 'runs' && <SmallBalanceRuns />}
      <Drawer title={t('smallBalances.confirmTitle')} state={form} onClose={() => setForm('closed')} width="wide">
        {form === 'open' && shown && (
          <SmallBalancesConfirm
            listing={listing}
            asked={{ terms, handle: shown.handle, choice }}
            onPosted={(run) => {
              setForm('closed');
              setPosted(run);
              setChoice(ALL);
            }}
          />
        )}
      </Drawer>
    </Page>
  );
}

/** What the run did, with the way back. */
function PostedNote({ posted }: { posted: PostedRun }) {
  const { t } = useWords();
  const [back, setBack] = useState<'closed' | 'open'>('closed');
  const [reopened, setReopened] = useState<number | null>(null);
  const runs = useAsk('settlement.small_balance_runs', {});
  const sums = useSums();
  const count = posted.counts.find(({ outcome }) => outcome === 'closed')?.count ?? 0;
  if (reopened !== null) return <Note tone="good">{t('smallBalances.undone', { count: reopened })}</Note>;
  // It may have been taken back elsewhere, as from the top bar: then the note has nothing left to say.
  const run = runs.data?.runs.find(({ run_id }) => run_id === posted.run_id);
  if (run && run.taken_back === run.postings) return null;
  return (
    <>
      <Note tone="good">
        {t('smallBalances.done', { count, sums: sums(posted.totals) })}{' '}
        <Button variant="subtle" size="compact-sm" disabled={back === 'open'} onClick={() => setBack('open')}>
          {t('smallBalances.undo')}
        </Button>
      </Note>
      {back === 'open' && (
        <TakeBackPanel
          by="settlement.small_balances_undo"
          request={{ run_id: posted.run_id }}
          onDone={(done) => setReopened(done.reopened)}
          onCancel={() => setBack('closed')}
        />
      )}
    </>
  );
}
