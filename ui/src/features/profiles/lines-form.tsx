import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Section } from '../../kit/page';
import { useProblemWords } from '../../kit/problem-words';
import { Note } from '../../kit/states';
import type { RefusedError } from '../../wire';
import classes from './profiles.module.css';
import { APPLIES, type AppliesTo, type Line } from './types';

const NO_LETTERS = '';
const NO_INTEREST = '';

type LinesFormProps = { lines: readonly Line[]; error: RefusedError | null; onChange: (lines: Line[]) => void };

/** Who has which sequence: a line for a customer goes before one for its group, and that before the one for all. */
export function LinesForm({ lines, error, onChange }: LinesFormProps) {
  const { t } = useWords();
  const words = useProblemWords();
  const set = (index: number, change: Partial<Line>) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, ...change } : line)));
  const add = () =>
    onChange([...lines, { applies_to: 'group', key: '', sequence: lines[0]?.sequence ?? null, interest_code: null }]);
  const said = error ? words(error) : null;
  return (
    <Section
      title={t('profiles.lines')}
      actions={
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
          {t('profiles.addLine')}
        </Button>
      }
    >
      <p className={classes.about}>{t('profiles.linesAbout')}</p>
      {lines.length === 0 && <Note tone="warn">{t('profiles.noLines')}</Note>}
      {lines.length > 0 && (
        <div className={classes.lines}>
          <div className={classes.head} aria-hidden="true">
            <span>{t('profiles.appliesTo')}</span>
            <span>{t('profiles.key')}</span>
            <span>{t('profiles.sequence')}</span>
            <span>{t('profiles.interestCode')}</span>
          </div>
          {lines.map((line, index) => (
            <LineFields
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id, and keep their places while they are edited.
              key={index}
              number={index + 1}
              line={line}
              problem={said && error?.args.line === index + 1 ? `${said.what} ${said.remedy}` : undefined}
              onChange={(change) => set(index, change)}
              onRemove={() => onChange(lines.filter((_, at) => at !== index))}
            />
          ))}
        </div>
      )}
    </Section>
  );
}

type LineFieldsProps = {
  line: Line;
  number: number;
  problem: string | undefined;
  onChange: (change: Partial<Line>) => void;
  onRemove: () => void;
};

function LineFields({ line, number, problem, onChange, onRemove }: LineFieldsProps) {
  const { t } = useWords();
  const sequences = useAsk('letters.sequences', {});
  const codes = useAsk('interest.codes', {});
  const name = (field: string) => t('profiles.lineField', { number, field });
  const turn = (applies: AppliesTo) =>
    onChange(applies === 'all' ? { applies_to: applies, key: '' } : { applies_to: applies });
  return (
    <div className={`${classes.line} ${problem ? classes.wrong : ''}`}>
      <Select
        aria-label={name(t('profiles.appliesTo'))}
        data={APPLIES.map((value) => ({ value, label: t(`profiles.applies.${value}`) }))}
        value={line.applies_to}
        allowDeselect={false}
        onChange={(value) => value && turn(value as AppliesTo)}
      />
      <TextInput
        aria-label={name(t('profiles.key'))}
        value={line.key}
        disabled={line.applies_to === 'all'}
        placeholder={t(`profiles.keyHint.${line.applies_to}`)}
        onChange={(event) => onChange({ key: event.currentTarget.value })}
      />
      <Select
        aria-label={name(t('profiles.sequence'))}
        data={[
          { value: NO_LETTERS, label: t('profiles.noLetters') },
          ...(sequences.data?.sequences ?? []).map(({ id }) => ({ value: id, label: id })),
        ]}
        value={line.sequence ?? NO_LETTERS}
        allowDeselect={false}
        onChange={(value) => onChange({ sequence: value || null })}
      />
      <Select
        aria-label={name(t('profiles.interestCode'))}
        data={[
          { value: NO_INTEREST, label: t('profiles.noInterest') },
          ...(codes.data?.codes ?? []).map(({ id }) => ({ value: id, label: id })),
        ]}
        value={line.interest_code ?? NO_INTEREST}
        allowDeselect={false}
        onChange={(value) => onChange({ interest_code: value || null })}
      />
      <ActionIcon variant="subtle" color="gray" aria-label={t('profiles.removeLine', { number })} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
