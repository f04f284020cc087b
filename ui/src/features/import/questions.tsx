import { Radio } from '@mantine/core';
import { useWords } from '../../i18n';
import { formatDayLong } from '../../kit/format/day';
import { Note } from '../../kit/states';
import classes from './import.module.css';
import type { Ambiguity, Options, Recognition } from './types';

type QuestionsProps = { recognition: Recognition; onSettle: (change: Partial<Options>) => void };

/** What the file does not settle by itself; rows can be read only when every question has its answer. */
export function Questions({ recognition, onSettle }: QuestionsProps) {
  return recognition.ambiguities.map((ambiguity) => (
    <Question key={ambiguity.question} ambiguity={ambiguity} onSettle={onSettle} />
  ));
}

function Question({ ambiguity, onSettle }: { ambiguity: Ambiguity; onSettle: (change: Partial<Options>) => void }) {
  const { t, locale } = useWords();
  const dates = ambiguity.question === 'date_order';
  const reading = (text: string) => (dates ? formatDayLong(text, locale) : text);
  const answers = dates
    ? [
        { value: 'dmy', label: t('import.order.dmy'), change: { date_order: 'dmy' } satisfies Partial<Options> },
        { value: 'mdy', label: t('import.order.mdy'), change: { date_order: 'mdy' } satisfies Partial<Options> },
      ]
    : [
        { value: 'point', label: t('import.mark.point'), change: { decimal_mark: 'point' } satisfies Partial<Options> },
        { value: 'comma', label: t('import.mark.comma'), change: { decimal_mark: 'comma' } satisfies Partial<Options> },
      ];
  return (
    <Note tone="warn">
      <Radio.Group
        label={t(dates ? 'import.askDates' : 'import.askMark', { count: ambiguity.count })}
        description={ambiguity.contradiction.length > 0 ? t('import.contradiction') : undefined}
        onChange={(value) => {
          const answer = answers.find((other) => other.value === value);
          if (answer) onSettle(answer.change);
        }}
      >
        <div className={classes.answers}>
          {answers.map((answer, index) => (
            <Radio
              key={answer.value}
              value={answer.value}
              label={answer.label}
              description={ambiguity.examples
                .slice(0, 3)
                .map((example) => `${example.value} → ${reading(example.readings[index] ?? '')}`)
                .join(' · ')}
            />
          ))}
        </div>
      </Radio.Group>
    </Note>
  );
}
