import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Page, Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { ApprovalMatrix } from './approval-matrix';
import { CoverTypes } from './cover-types';
import { useNames } from './names';
import { ParametersForm } from './parameters-form';
import { GroupForm, StatusSetupForm } from './setup-forms';
import { SharedGroups } from './shared';
import { StatisticsSetup } from './statistics-setup';
import type { Group, Setup, Status } from './types';

type Edited =
  | { what: 'group'; row: Group; state: 'new' | 'stored' }
  | { what: 'status'; row: Status; state: 'new' | 'stored' };

const NEW_GROUP: Edited = { what: 'group', row: { code: '', description: '' }, state: 'new' };
const NEW_STATUS: Edited = {
  what: 'status',
  row: { code: '', description: '', hold: 'none', closed: false },
  state: 'new',
};

/** Credit management groups, account statuses, and the parameters of credit; reasons have a page of their own. */
export function CreditSetupPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const setup = useAsk('credit.setup', {});
  const parameters = useAsk('credit.parameters', {});
  const [edited, setEdited] = useState<Edited | null>(null);
  const close = () => setEdited(null);
  useActions(
    mode === 'today'
      ? [
          {
            id: 'credit.addStatus',
            label: t('credit.new_status'),
            group: 'page',
            keys: 'n',
            run: () => setEdited(NEW_STATUS),
          },
        ]
      : [],
  );
  return (
    <Page
      title={t('shell.page.creditSetup')}
      about={t('credit.setupAbout')}
      actions={<Link to="/reasons">{t('shell.page.reasons')}</Link>}
    >
      <Answered answer={setup}>
        {(data) => <Lists setup={data} onEdit={mode === 'today' ? setEdited : undefined} />}
      </Answered>
      <SharedGroups />
      <CoverTypes />
      <ApprovalMatrix />
      <Answered answer={parameters}>
        {(stored) => <ParametersForm key={JSON.stringify(stored)} stored={stored} />}
      </Answered>
      <StatisticsSetup />
      <Drawer
        title={edited ? t(`credit.${edited.state === 'new' ? 'new_' : 'edit_'}${edited.what}`) : ''}
        state={edited ? 'open' : 'closed'}
        onClose={close}
      >
        {edited?.what === 'group' && <GroupForm stored={edited.row} state={edited.state} onDone={close} />}
        {edited?.what === 'status' && <StatusSetupForm stored={edited.row} state={edited.state} onDone={close} />}
      </Drawer>
    </Page>
  );
}

type ListsProps = { setup: Setup; onEdit: ((edited: Edited) => void) | undefined };

function Lists({ setup, onEdit }: ListsProps) {
  const { t } = useWords();
  const names = useNames();
  const add = (edited: Edited, label: string) => (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconPlus size={14} />}
      disabled={!onEdit}
      onClick={() => onEdit?.(edited)}
    >
      {label}
    </Button>
  );
  return (
    <>
      <Section title={t('credit.statuses')} actions={add(NEW_STATUS, t('credit.new_status'))}>
        <Table
          label={t('credit.statuses')}
          rows={setup.statuses}
          keyOf={(row) => row.code}
          onOpen={onEdit && ((row) => onEdit({ what: 'status', row, state: 'stored' }))}
          columns={[
            { id: 'code', header: t('credit.code'), opens: 'yes', cell: (row) => row.code },
            { id: 'name', header: t('credit.description'), cell: names.status },
            { id: 'hold', header: t('credit.stops'), cell: (row) => t(`credit.hold.${row.hold}`) },
            { id: 'closed', header: t('credit.closed'), cell: (row) => t(row.closed ? 'credit.yes' : 'credit.no') },
          ]}
        />
      </Section>
      <Section title={t('credit.groups')} actions={add(NEW_GROUP, t('credit.new_group'))}>
        {setup.groups.length === 0 ? (
          <Note>{`${t('credit.noGroups')}. ${t('credit.noGroupsText')}`}</Note>
        ) : (
          <Table
            label={t('credit.groups')}
            rows={setup.groups}
            keyOf={(row) => row.code}
            onOpen={onEdit && ((row) => onEdit({ what: 'group', row, state: 'stored' }))}
            columns={[
              { id: 'code', header: t('credit.code'), opens: 'yes', cell: (row) => row.code },
              { id: 'name', header: t('credit.description'), cell: (row) => row.description },
            ]}
          />
        )}
      </Section>
    </>
  );
}
