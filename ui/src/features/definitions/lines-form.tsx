import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useWords } from '../../i18n';
import { AgeSign } from '../../kit/figures';
import { Section } from '../../kit/page';
import { INDICATOR_STEP, INDICATORS, indicatorOf, periodName } from '../../kit/period';
import { Note } from '../../kit/states';
import type { RefusedError } from '../../wire';
import classes from './definitions.module.css';
import { freeId, INTERVALS, type Interval, type Line } from './types';

const FAULTS = [
  'current_lines',
  'too_many_lines',
  'wrong_side',
  'unlimited_inside',
  'id',
  'length',
  'out_of_calendar',
] as const;

/** What does not fit, and in which line, counted from 1; `null` line is the definition as a whole. */
export type Fault = { kind: (typeof FAULTS)[number]; line: number | null; count: number };

/** Reads the book's refusal of a definition. */
export function faultOf(error: RefusedError | null): Fault | null {
  if (!error) return null;
  const { fault, line, count } = error.args;
  const kind = FAULTS.find((known) => known === fault) ?? 'out_of_calendar';
  return { kind, line: typeof line === 'number' ? line : null, count: typeof count === 'number' ? count : 0 };
}

type LinesFormProps = { lines: readonly Line[]; fault: Fault | null; onChange: (lines: Line[]) => void };

/** The lines from the earliest to the latest: past ones count down to the current one, future ones up from it. */
export function LinesForm({ lines, fault, onChange }: LinesFormProps) {
  const { t } = useWords();
  const set = (index: number, change: Partial<Line>) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, ...change } : line)));
  const move = (index: number, by: 1 | -1) => {
    const next = [...lines];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    onChange(next);
  };
  const current = lines.findIndex((line) => line.unit === 0);
  const add = () => {
    const line: Line = {
      id: freeId(lines),
      label: '',
      unit: -30,
      interval: 'day',
      length_days: 1,
      indicator: 'late',
    };
    const at = current < 0 ? lines.length : current;
    onChange([...lines.slice(0, at), line, ...lines.slice(at)]);
  };
  return (
    <Section
      title={t('definitions.lines')}
      actions={
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
          {t('definitions.addLine')}
        </Button>
      }
    >
      <p className={classes.about}>{t('definitions.linesAbout')}</p>
      {fault && fault.line === null && (
        <Note tone="warn">{t(`definitions.fault.${fault.kind}`, { count: fault.count })}</Note>
      )}
      <div className={classes.lines}>
        <div className={classes.head} aria-hidden="true">
          <span>{t('definitions.heading')}</span>
          <span>{t('definitions.unit')}</span>
          <span>{t('definitions.interval')}</span>
          <span>{t('definitions.length')}</span>
          <span>{t('definitions.indicator')}</span>
        </div>
        {lines.map((line, index) => (
          <LineFields
            key={line.id}
            line={line}
            place={index === 0 ? 'first' : index === lines.length - 1 ? 'last' : 'between'}
            problem={
              fault?.line === index + 1 ? t(`definitions.fault.${fault.kind}`, { count: fault.count }) : undefined
            }
            onChange={(change) => set(index, change)}
            onMove={(by) => move(index, by)}
            onRemove={() => onChange(lines.filter((_, at) => at !== index))}
          />
        ))}
      </div>
    </Section>
  );
}

type LineFieldsProps = {
  line: Line;
  place: 'first' | 'between' | 'last';
  problem: string | undefined;
  onChange: (change: Partial<Line>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
};

function LineFields({ line, place, problem, onChange, onMove, onRemove }: LineFieldsProps) {
  const { t } = useWords();
  const name = periodName(line, t);
  const isCurrent = line.unit === 0;
  const indicator = indicatorOf(line);
  return (
    <div className={`${classes.line} ${isCurrent ? classes.current : ''} ${problem ? classes.wrong : ''}`}>
      <TextInput
        aria-label={`${name}: ${t('definitions.heading')}`}
        value={line.label}
        placeholder={name}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
      <NumberInput
        aria-label={`${name}: ${t('definitions.unit')}`}
        value={line.unit}
        allowDecimal={false}
        min={-9999}
        max={9999}
        onChange={(unit) => typeof unit === 'number' && onChange({ unit })}
      />
      <Select
        aria-label={`${name}: ${t('definitions.interval')}`}
        data={INTERVALS.map((value) => ({ value, label: t(`definitions.intervalName.${value}`) }))}
        value={line.interval}
        allowDeselect={false}
        onChange={(interval) => interval && onChange({ interval: interval as Interval })}
      />
      <NumberInput
        aria-label={`${name}: ${t('definitions.length')}`}
        value={isCurrent && line.interval === 'day' ? line.length_days : ''}
        placeholder={t('kit.none')}
        min={1}
        max={3650}
        allowDecimal={false}
        disabled={!isCurrent || line.interval !== 'day'}
        onChange={(days) => typeof days === 'number' && onChange({ length_days: days })}
      />
      <Select
        aria-label={`${name}: ${t('definitions.indicator')}`}
        leftSection={<AgeSign step={INDICATOR_STEP[indicator]} />}
        data={INDICATORS.map((value) => ({ value, label: t(`definitions.indicatorName.${value}`) }))}
        value={indicator}
        allowDeselect={false}
        onChange={(value) => value && onChange({ indicator: value })}
      />
      <div className={classes.moves}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={place === 'first'}
          aria-label={t('kit.moveUp', { column: name })}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={place === 'last'}
          aria-label={t('kit.moveDown', { column: name })}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={14} />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t('definitions.removeLine', { name })} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      </div>
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
