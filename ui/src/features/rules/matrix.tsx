import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { type Effect, effectAt, shownTypes } from './effect';
import classes from './rules.module.css';
import { detailsOf, sentenceOf } from './sentence';
import { type Checkpoint, type HoldPolicy, type Rule, type RuleType, STEPS } from './types';
import { useSpeaker } from './use-speaker';

type MatrixProps = {
  policy: HoldPolicy;
  onOpen: ((rule: Rule) => void) | undefined;
  onMove: ((type: RuleType, by: -1 | 1) => void) | undefined;
};

/** Every rule, and what it does at each step. */
export function Matrix({ policy, onOpen, onMove }: MatrixProps) {
  const { t } = useWords();
  const types = shownTypes(policy);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard.
    <section className={classes.frame} tabIndex={0} aria-label={t('rules.matrix')}>
      <table className={classes.matrix} onKeyDown={walk}>
        <thead>
          <tr>
            <th scope="col" className={classes.number}>
              {t('rules.number')}
            </th>
            <th scope="col">{t('rules.rule')}</th>
            {STEPS.map((step) => (
              <StepHead key={step} checkpoint={checkpointOf(policy, step)} step={step} />
            ))}
          </tr>
        </thead>
        {types.map((type, at) => (
          <tbody key={type} data-type={type}>
            <tr className={classes.group}>
              <th scope="rowgroup" colSpan={2 + STEPS.length}>
                <TypeHead type={type} place={{ at, of: types.length }} policy={policy} onMove={onMove} />
              </th>
            </tr>
            {policy.rules.map(
              (rule, index) =>
                rule.rule_type === type && (
                  <Row key={rule.id} rule={rule} number={index + 1} policy={policy} onOpen={onOpen} />
                ),
            )}
          </tbody>
        ))}
      </table>
    </section>
  );
}

/** The kind of rule that has the keyboard: the keys that move a kind mean this one. */
export function focusedType(): RuleType | null {
  return (document.activeElement?.closest('[data-type]')?.getAttribute('data-type') ?? null) as RuleType | null;
}

function checkpointOf(policy: HoldPolicy, step: Checkpoint['step']): Checkpoint | undefined {
  return policy.checkpoints.find((row) => row.step === step);
}

/** Up and down go from rule to rule. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
  const openers = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-rule]')];
  const at = openers.findIndex((opener) => opener.closest('tr') === document.activeElement?.closest('tr'));
  const next = openers[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

function StepHead({ step, checkpoint }: { step: Checkpoint['step']; checkpoint: Checkpoint | undefined }) {
  const { t } = useWords();
  // Checked before posting alone is the exception that a reader has to know of.
  const only = checkpoint?.pro_forma && !checkpoint.posting ? t('rules.proFormaOnly') : null;
  return (
    <th scope="col" className={classes.step}>
      {t(`rules.step.${step}`)}
      {only && <small>{only}</small>}
    </th>
  );
}

type TypeHeadProps = {
  type: RuleType;
  place: { at: number; of: number };
  policy: HoldPolicy;
  onMove: MatrixProps['onMove'];
};

function TypeHead({ type, place, policy, onMove }: TypeHeadProps) {
  const { t } = useWords();
  const name = t(`rules.type.${type}`);
  return (
    <div className={classes.groupHead}>
      <span>
        {name}
        {type === 'limit_used' && policy.credit_management && !policy.check_limit_on_orders && (
          <span className={classes.note}>{t('rules.limitOff')}</span>
        )}
      </span>
      {onMove && place.of > 1 && (
        <span>
          <ActionIcon
            variant="subtle"
            size="sm"
            color="gray"
            aria-label={t('rules.moveUp', { type: name })}
            disabled={place.at === 0}
            onClick={() => onMove(type, -1)}
          >
            <IconArrowUp size={14} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            size="sm"
            color="gray"
            aria-label={t('rules.moveDown', { type: name })}
            disabled={place.at === place.of - 1}
            onClick={() => onMove(type, 1)}
          >
            <IconArrowDown size={14} />
          </ActionIcon>
        </span>
      )}
    </div>
  );
}

const NOTES = ['exclusion_for_all', 'shields_nothing'] as const;

type RowProps = { rule: Rule; number: number; policy: HoldPolicy; onOpen: MatrixProps['onOpen'] };

function Row({ rule, number, policy, onOpen }: RowProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const speaker = useSpeaker();
  const sentence = sentenceOf(rule, speaker);
  const details = detailsOf(rule, speaker);
  const notes = NOTES.filter((code) => policy.notes.some((note) => note.rule_id === rule.id && note.code === code));
  return (
    <tr className={classes.row}>
      <td className={`tabular ${classes.number}`}>{number}</td>
      <td>
        {onOpen ? (
          <button type="button" className={classes.opener} data-rule={rule.id} onClick={() => onOpen(rule)}>
            {sentence}
          </button>
        ) : (
          sentence
        )}
        {details.length > 0 && <span className={classes.detail}>{details.join(' · ')}</span>}
        {notes.map((code) => (
          <span key={code} className={classes.note}>
            <span aria-hidden="true">{SIGNS.warn}</span>
            {t(`rules.note.${code}`)}
          </span>
        ))}
      </td>
      {STEPS.map((step) => (
        <td key={step} className={classes.step}>
          <EffectText effect={effectAt(rule, checkpointOf(policy, step), policy, state.today)} />
        </td>
      ))}
    </tr>
  );
}

const SIGNS: Record<Effect, string> = {
  unchecked: '',
  off: '',
  hold: '\u25a0',
  warn: '\u25b2',
  shield: '\u25cb',
  nothing: '',
  release: '\u2713',
};

/** What a rule does at a step: a word, and a sign that says the same as its colour. */
function EffectText({ effect }: { effect: Effect }) {
  const { t } = useWords();
  return (
    <span className={`${classes.effect} ${classes[effect]}`}>
      {SIGNS[effect] && (
        <span aria-hidden="true" className={classes.sign}>
          {SIGNS[effect]}
        </span>
      )}
      {t(`rules.cell.${effect}`)}
    </span>
  );
}
