import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n';
import { EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import classes from './rules.module.css';
import { detailsOf, sentenceOf } from './sentence';
import { asItIs, leftOut, type Tried, withoutNew } from './tried';
import type { HoldPolicy, Rule } from './types';
import { useSpeaker } from './use-speaker';

type Line = { key: string; rule: Rule; at: number | null; state: 'same' | 'changed' | 'without' | 'new' };

function linesOf(policy: HoldPolicy, tried: Tried): Line[] {
  const stored = policy.rules.map((rule): Line => {
    const changed = tried.changed.find(({ id }) => id === rule.id);
    const state = tried.without.includes(rule.id) ? 'without' : changed ? 'changed' : 'same';
    return { key: String(rule.id), rule: changed ?? rule, at: null, state };
  });
  const added = tried.changed.flatMap((rule, at): Line[] =>
    rule.id === 0 ? [{ key: `new ${at}`, rule, at, state: 'new' }] : [],
  );
  return [...stored, ...added];
}

type TriedRulesProps = {
  policy: HoldPolicy;
  tried: Tried;
  onTried: (tried: Tried) => void;
  onEdit: (rule: Rule, at: number | null) => void;
};

/** The rules as the test takes them: as they are, changed, left out, or new. */
export function TriedRules({ policy, tried, onTried, onEdit }: TriedRulesProps) {
  const { t } = useWords();
  const speaker = useSpeaker();
  const lines = linesOf(policy, tried);
  if (lines.length === 0) return <EmptyState title={t('rules.none')} text={t('rules.test.noneText')} />;
  return (
    <Table
      label={t('rules.test.set')}
      rows={lines}
      keyOf={(line) => line.key}
      tone={(line) => (line.state === 'same' ? 'plain' : 'chosen')}
      onOpen={(line) => onEdit(line.rule, line.at)}
      columns={[
        {
          id: 'rule',
          header: t('rules.rule'),
          opens: 'yes',
          cell: (line) => (
            <>
              <span className={line.state === 'without' ? classes.struck : undefined}>
                {sentenceOf(line.rule, speaker)}
              </span>
              <span className={classes.detail}>{detailsOf(line.rule, speaker).join(' · ')}</span>
            </>
          ),
        },
        {
          id: 'state',
          header: t('rules.test.state'),
          cell: (line) =>
            line.state === 'same' ? (
              <span className={classes.unchecked}>{t('rules.test.stateName.same')}</span>
            ) : (
              <Tag tone="accent">{t(`rules.test.stateName.${line.state}`)}</Tag>
            ),
        },
        {
          id: 'acts',
          header: '',
          align: 'right',
          cell: (line) => <Acts line={line} tried={tried} onTried={onTried} />,
        },
      ]}
    />
  );
}

function Acts({ line, tried, onTried }: { line: Line; tried: Tried; onTried: (tried: Tried) => void }): ReactNode {
  const { t } = useWords();
  const act = (label: string, next: () => Tried) => (
    <Button variant="subtle" size="compact-xs" onClick={() => onTried(next())}>
      {label}
    </Button>
  );
  if (line.state === 'new') return act(t('rules.test.remove'), () => withoutNew(tried, line.rule));
  if (line.state === 'same') return act(t('rules.test.leaveOut'), () => leftOut(tried, line.rule.id));
  return act(t('rules.test.asItIs'), () => asItIs(tried, line.rule.id));
}
