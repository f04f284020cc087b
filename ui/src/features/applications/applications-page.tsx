import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useLocalListing } from '../../data/local-listing';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { ProspectForm } from './prospect-form';
import { RequestForm } from './request-form';

export type Application = ResponseOf<'applications.list'>['applications'][number];
export type Prospect = ResponseOf<'prospects.list'>['prospects'][number];

/** Prospects that ask for terms and a limit. */
export function ApplicationsPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const answer = useAsk('applications.list', {});
  const prospects = useAsk('prospects.list', {});
  const [panel, setPanel] = useState<'none' | 'prospect' | 'application'>('none');
  const navigate = useNavigate();
  const open = (id: number) => void navigate({ to: '/applications/$application', params: { application: String(id) } });
  const add = () => setPanel('application');
  const addProspect = () => setPanel('prospect');
  useActions(
    mode === 'today'
      ? [
          { id: 'applications.add', label: t('applications.add'), group: 'page', keys: 'n', run: add },
          {
            id: 'applications.prospect',
            label: t('applications.addProspect'),
            group: 'page',
            keys: 'a',
            run: addProspect,
          },
        ]
      : [],
  );
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('applications.add')}
    </Button>
  );
  const close = () => setPanel('none');
  return (
    <Page
      layout="fill"
      title={t('shell.page.applications')}
      about={t('applications.about')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={mode === 'past'}
            onClick={addProspect}
          >
            {t('applications.addProspect')}
          </Button>
          {button}
        </>
      }
    >
      {(prospects.data?.matches ?? []).map((match) => (
        <Match key={`${match.prospect_id} ${match.account}`} match={match} />
      ))}
      <Answered answer={answer}>
        {({ applications }) => (
          <>
            <ApplicationsGrid
              applications={applications}
              onOpen={(row) => open(row.id)}
              empty={
                <EmptyState title={t('applications.emptyTitle')} text={t('applications.emptyText')} action={button} />
              }
            />
            <Drawer
              title={t(panel === 'prospect' ? 'applications.addProspect' : 'applications.add')}
              state={panel === 'none' ? 'closed' : 'open'}
              onClose={close}
            >
              {panel === 'prospect' && <ProspectForm stored={null} onDone={close} />}
              {panel === 'application' && (
                <RequestForm
                  stored={null}
                  prospects={prospects.data?.prospects ?? []}
                  onProspect={addProspect}
                  onDone={(id) => (id === null ? close() : open(id))}
                />
              )}
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

/** An import brought a customer that may be a prospect. */
function Match({ match }: { match: ResponseOf<'prospects.list'>['matches'][number] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const link = useAct('prospects.link');
  return (
    <Note tone="warn">
      {t(match.by_identification ? 'applications.sameIdentification' : 'applications.sameAddress', {
        prospect: `${match.number} ${match.name}`,
        customer: `${match.account} ${match.customer}`,
      })}{' '}
      <Button
        variant="default"
        size="compact-xs"
        disabled={mode === 'past'}
        loading={link.isPending}
        onClick={() => link.mutate({ id: match.prospect_id, account: match.account })}
      >
        {t('applications.link')}
      </Button>
      <FormProblem error={link.error} />
    </Note>
  );
}

type GridProps = {
  applications: readonly Application[];
  onOpen: (row: Application) => void;
  empty: React.ReactNode;
};

function ApplicationsGrid({ applications, onOpen, empty }: GridProps) {
  const { t } = useWords();
  const columns = useMemo<Column<Application>[]>(
    () => [
      {
        id: 'number',
        kind: 'link',
        header: t('applications.number'),
        width: 130,
        show: 'always',
        value: (row) => row.number,
      },
      { id: 'name', kind: 'text', header: t('applications.name'), fit: 'grow', value: (row) => row.prospect.name },
      {
        id: 'state',
        kind: 'text',
        header: t('applications.state'),
        width: 140,
        value: (row) => t(`applications.stateName.${row.state}`),
      },
      {
        id: 'requested',
        kind: 'money',
        header: t('applications.requested'),
        width: 150,
        value: (row) => row.requested_minor,
        currency: (row) => row.currency,
      },
      {
        id: 'granted',
        kind: 'money',
        header: t('applications.granted'),
        width: 150,
        value: (row) => row.granted_minor,
        currency: (row) => row.currency,
      },
      {
        id: 'requested_on',
        kind: 'day',
        header: t('applications.requestedOn'),
        width: 120,
        value: (row) => row.requested_on,
      },
      { id: 'until', kind: 'day', header: t('applications.validUntil'), width: 120, value: (row) => row.valid_until },
      {
        id: 'account',
        kind: 'text',
        header: t('applications.customer'),
        width: 130,
        value: (row) => row.prospect.account,
      },
    ],
    [t],
  );
  const read = useCallback(
    (row: Application, id: string) => columns.find((column) => column.id === id)?.value(row),
    [columns],
  );
  const listing = useLocalListing('applications', applications, read, ['number', 'name', 'account']);
  return (
    <DataGrid
      id="applications"
      label={t('shell.page.applications')}
      listing={listing}
      columns={columns}
      idOf={(row) => String(row.id)}
      onOpen={onOpen}
      exportFrom="page"
      empty={empty}
    />
  );
}
