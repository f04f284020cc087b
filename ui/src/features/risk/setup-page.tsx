import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { MoneyText } from '../../kit/figures';
import { Page, Section } from '../../kit/page';
import { POINT, RiskGroupTag, usePoints } from '../../kit/score';
import { Drawer } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { AutomaticForm } from './automatic-form';
import { RiskGroupForm } from './group-form';
import { ScoringForm } from './scoring-form';
import type { Automatic, RiskGroup, RiskSetup, Scoring } from './types';

type State = 'new' | 'stored';
type Edited =
  | { what: 'scoring'; row: Scoring; state: State }
  | { what: 'group'; row: RiskGroup; state: State }
  | { what: 'automatic'; row: Automatic; state: State };

const NEW_SCORING: Edited = {
  what: 'scoring',
  row: {
    code: '',
    description: '',
    group_type: 'average_payment_days',
    score_type: 'range',
    weight: POINT,
    lines: [{ from: 0, to: null, value: null, score: 0 }],
  },
  state: 'new',
};
const NEW_GROUP: Edited = {
  what: 'group',
  row: { code: '', description: '', from: 0, to: null, indicator: 'plain' },
  state: 'new',
};

/** How values become points, points become risk groups, and risk groups become limits. */
export function RiskSetupPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const setup = useAsk('risk.setup', {});
  const [edited, setEdited] = useState<Edited | null>(null);
  const close = () => setEdited(null);
  useActions(
    mode === 'today'
      ? [
          {
            id: 'risk.addScoring',
            label: t('risk.new_scoring'),
            group: 'page',
            keys: 'n',
            run: () => setEdited(NEW_SCORING),
          },
        ]
      : [],
  );
  return (
    <Page title={t('shell.page.riskSetup')} about={t('risk.setupAbout')}>
      <Answered answer={setup}>
        {(data) => <Lists setup={data} onEdit={mode === 'today' ? setEdited : undefined} />}
      </Answered>
      <Drawer
        title={edited ? t(`risk.${edited.state === 'new' ? 'new_' : 'edit_'}${edited.what}`) : ''}
        state={edited ? 'open' : 'closed'}
        onClose={close}
        width={edited?.what === 'group' ? 'normal' : 'wide'}
      >
        {edited?.what === 'scoring' && <ScoringForm stored={edited.row} state={edited.state} onDone={close} />}
        {edited?.what === 'group' && <RiskGroupForm stored={edited.row} state={edited.state} onDone={close} />}
        {edited?.what === 'automatic' && setup.data && (
          <AutomaticForm stored={edited.row} state={edited.state} setup={setup.data} onDone={close} />
        )}
      </Drawer>
    </Page>
  );
}

type ListsProps = { setup: RiskSetup; onEdit: ((edited: Edited) => void) | undefined };

function Lists({ setup, onEdit }: ListsProps) {
  const { state } = useDesk();
  const first = setup.scoring[0];
  const newAutomatic: Edited | null =
    setup.groups[0] && first
      ? {
          what: 'automatic',
          row: {
            id: null,
            risk_group: setup.groups[0].code,
            currency: state.book?.currency ?? 'EUR',
            revenue_minor: 0,
            lines: [{ scoring_group: first.code, operator: 'at_least', value: '', limit_minor: 0 }],
          },
          state: 'new',
        }
      : null;
  return (
    <>
      <ScoringList setup={setup} onEdit={onEdit} />
      <GroupList setup={setup} onEdit={onEdit} />
      <AutomaticList setup={setup} onEdit={onEdit} fresh={newAutomatic} />
    </>
  );
}

type AddProps = { label: string; onEdit: ListsProps['onEdit']; row: Edited | null };

function Add({ label, onEdit, row }: AddProps) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconPlus size={14} />}
      disabled={!onEdit || !row}
      onClick={() => row && onEdit?.(row)}
    >
      {label}
    </Button>
  );
}

function ScoringList({ setup, onEdit }: ListsProps) {
  const { t } = useWords();
  const points = usePoints();
  return (
    <Section
      title={t('risk.scoringGroups')}
      actions={<Add label={t('risk.new_scoring')} onEdit={onEdit} row={NEW_SCORING} />}
    >
      {setup.scoring.length === 0 ? (
        <Note>{t('risk.noScoring')}</Note>
      ) : (
        <Table
          label={t('risk.scoringGroups')}
          rows={setup.scoring}
          keyOf={(row) => row.code}
          onOpen={onEdit && ((row) => onEdit({ what: 'scoring', row, state: 'stored' }))}
          columns={[
            { id: 'code', header: t('risk.code'), opens: 'yes', cell: (row) => row.code },
            { id: 'name', header: t('risk.description'), cell: (row) => row.description },
            { id: 'type', header: t('risk.groupType'), cell: (row) => t(`risk.typeName.${row.group_type}`) },
            { id: 'table', header: t('risk.scoreType'), cell: (row) => t(`risk.tableName.${row.score_type}`) },
            { id: 'weight', header: t('risk.weight'), align: 'right', cell: (row) => points(row.weight) },
            { id: 'lines', header: t('risk.lines'), align: 'right', cell: (row) => row.lines.length },
          ]}
        />
      )}
    </Section>
  );
}

function GroupList({ setup, onEdit }: ListsProps) {
  const { t } = useWords();
  const points = usePoints();
  return (
    <Section title={t('risk.groups')} actions={<Add label={t('risk.new_group')} onEdit={onEdit} row={NEW_GROUP} />}>
      {setup.groups.length === 0 ? (
        <Note>{t('risk.noGroups')}</Note>
      ) : (
        <Table
          label={t('risk.groups')}
          rows={setup.groups}
          keyOf={(row) => row.code}
          onOpen={onEdit && ((row) => onEdit({ what: 'group', row, state: 'stored' }))}
          columns={[
            { id: 'code', header: t('risk.code'), opens: 'yes', cell: (row) => row.code },
            { id: 'shown', header: t('risk.shown'), cell: (row) => <RiskGroupTag code={row.code} /> },
            { id: 'from', header: t('risk.fromScore'), align: 'right', cell: (row) => points(row.from) },
            {
              id: 'to',
              header: t('risk.toScore'),
              align: 'right',
              cell: (row) => (row.to === null ? t('risk.openEnd') : t('risk.below', { points: points(row.to) })),
            },
          ]}
        />
      )}
    </Section>
  );
}

type AutomaticListProps = ListsProps & { fresh: Edited | null };

function AutomaticList({ setup, onEdit, fresh }: AutomaticListProps) {
  const { t } = useWords();
  return (
    <Section title={t('risk.automatic')} actions={<Add label={t('risk.new_automatic')} onEdit={onEdit} row={fresh} />}>
      {setup.automatic.length === 0 ? (
        <Note>{t(fresh ? 'risk.noAutomatic' : 'risk.automaticNeeds')}</Note>
      ) : (
        <Table
          label={t('risk.automatic')}
          rows={setup.automatic}
          keyOf={(row) => String(row.id)}
          onOpen={onEdit && ((row) => onEdit({ what: 'automatic', row, state: 'stored' }))}
          columns={[
            { id: 'group', header: t('risk.group'), opens: 'yes', cell: (row) => row.risk_group },
            {
              id: 'revenue',
              header: t('risk.revenue'),
              align: 'right',
              cell: (row) => (
                <MoneyText money={{ minor: row.revenue_minor, currency: row.currency }} showCurrency="yes" />
              ),
            },
            {
              id: 'criteria',
              header: t('risk.criteria'),
              cell: (row) =>
                row.lines.map((line) => (
                  <div key={`${line.scoring_group} ${line.operator} ${line.value}`}>
                    {`${line.scoring_group} ${t(`risk.operator.${line.operator}`)} ${line.value} → `}
                    <MoneyText money={{ minor: line.limit_minor, currency: row.currency }} />
                  </div>
                )),
            },
          ]}
        />
      )}
    </Section>
  );
}
