import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { Table } from './table';
import { Tag } from './tag';

export type CustomerScore = ResponseOf<'risk.customer'>;
export type ScoreEntry = NonNullable<CustomerScore['score']>;
export type RiskGroup = ResponseOf<'risk.setup'>['groups'][number];

const TONES = { plain: 'plain', good: 'good', warn: 'accent', bad: 'bad' } as const;
const SIGNS = { plain: '', good: '●', warn: '◆', bad: '▲' } as const;

/** Scores, weights and ranges are kept in ten-thousandths. */
export const POINT = 10_000;

/** Points in the reader's format. */
export function usePoints(): (points: number | null) => string {
  const { t, locale } = useWords();
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  return (points) => (points === null ? t('kit.none') : format.format(points / POINT).replace('-', '\u2212'));
}

/** A risk group with its colour and sign; a code that is no longer set up stays plain. */
export function RiskGroupTag({ code }: { code: string | null }) {
  const { t } = useWords();
  const setup = useAsk('risk.setup', {});
  if (code === null) return <Tag tone="plain">{t('risk.noGroup')}</Tag>;
  const group = setup.data?.groups.find((other) => other.code === code);
  const indicator = group?.indicator ?? 'plain';
  return (
    <Tag tone={TONES[indicator]} sign={SIGNS[indicator] || undefined}>
      {group?.description || code}
    </Tag>
  );
}

/** How a score came about: each value, its score, its weight, and its share of the total. */
export function Contributions({ score }: { score: ScoreEntry }) {
  const { t, locale } = useWords();
  const points = usePoints();
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  return (
    <Table
      label={t('risk.contributions')}
      rows={score.contributions}
      keyOf={(row) => row.group}
      foot={[[t('risk.total'), '', '', '', '', points(score.total), '']]}
      columns={[
        { id: 'group', header: t('risk.scoringGroup'), cell: (row) => row.group },
        { id: 'type', header: t('risk.groupType'), cell: (row) => t(`risk.typeName.${row.group_type}`) },
        { id: 'value', header: t('risk.value'), align: 'right', cell: (row) => row.value ?? t('kit.none') },
        { id: 'score', header: t('risk.score'), align: 'right', cell: (row) => points(row.score) },
        { id: 'weight', header: t('risk.weight'), align: 'right', cell: (row) => points(row.weight) },
        { id: 'points', header: t('risk.points'), align: 'right', cell: (row) => points(row.points) },
        {
          id: 'share',
          header: t('risk.share'),
          align: 'right',
          cell: (row) =>
            row.warning ? (
              <Tag tone="accent" sign="!">
                {t(`risk.warning.${row.warning}`)}
              </Tag>
            ) : row.share_bp === null ? (
              t('kit.none')
            ) : (
              percent.format(row.share_bp / 10_000)
            ),
        },
      ]}
    />
  );
}
