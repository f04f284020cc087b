import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { usePool } from '../../data/pool';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered } from '../../kit/states';
import { Activities } from './activities';
import { Balances } from './balances';
import { RankingForm } from './ranking-form';
import { Waiting } from './waiting';
import { Worklist } from './worklist';

const PARTS = ['work', 'putOff', 'activities', 'highest', 'oldest'] as const;
type Part = (typeof PARTS)[number];

export const RANKINGS = ['undisputed_overdue', 'exposure', 'oldest', 'broken_promises', 'weighted'] as const;
type Ranking = (typeof RANKINGS)[number];

/** The first page of the day: whom to call first, what is to be done, and what waits elsewhere. */
export function TodayPage() {
  const { t } = useWords();
  const { pool } = usePool();
  const [part, setPart] = useState<Part>('work');
  const [ranking, setRanking] = useState<Ranking | null>(null);
  const [rules, setRules] = useState<'open' | 'closed'>('closed');
  const rule = useAsk('worklist.parameters', {});
  const answer = useAsk('today.get', { pool }, { meanwhile: 'previous' });
  useActions([
    { id: 'today.rules', label: t('today.rules'), group: 'page', keys: 'r', run: () => setRules('open') },
    ...PARTS.map((value, at) => ({
      id: `today.${value}`,
      label: t(`today.${value}`),
      group: 'page' as const,
      keys: String(at + 1),
      run: () => setPart(value),
    })),
  ]);
  const isList = part === 'work' || part === 'putOff';
  return (
    <Page
      layout={isList ? 'flow' : 'fill'}
      title={t('shell.page.today')}
      about={t('today.about')}
      actions={
        <>
          {isList && (
            <Select
              size="xs"
              w={210}
              aria-label={t('today.ranking')}
              allowDeselect={false}
              data={RANKINGS.map((value) => ({ value, label: t(`today.rankingName.${value}`) }))}
              value={ranking ?? rule.data?.ranking ?? 'undisputed_overdue'}
              onChange={(value) => setRanking(value as Ranking)}
            />
          )}
          <Button variant="default" leftSection={<IconAdjustments size={14} />} onClick={() => setRules('open')}>
            {t('today.rules')}
          </Button>
        </>
      }
    >
      <Answered answer={answer}>{(data) => <Waiting rows={data.waiting} />}</Answered>
      <SegmentedControl
        aria-label={t('today.shown')}
        data={PARTS.map((value) => ({ value, label: t(`today.${value}`) }))}
        value={part}
        onChange={(value) => setPart(value as Part)}
      />
      {isList && <Worklist key={part} pool={pool} ranking={ranking} snoozed={part === 'putOff' ? 'yes' : 'no'} />}
      {part === 'activities' && <Activities pool={pool} />}
      {(part === 'highest' || part === 'oldest') && (
        <Answered answer={answer}>{(data) => <Balances key={part} part={part} answer={data} />}</Answered>
      )}
      <Drawer title={t('today.rules')} state={rules} onClose={() => setRules('closed')}>
        {rule.data && (
          <RankingForm
            stored={rule.data}
            onDone={() => {
              setRanking(null);
              setRules('closed');
            }}
          />
        )}
      </Drawer>
    </Page>
  );
}
