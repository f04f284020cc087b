import { Button, SegmentedControl } from '@mantine/core';
import { IconFileExport, IconPlus, IconTags } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { usePool } from '../../data/pool';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import type { Act } from '../../kit/acts';
import { useCustomerListActs } from '../../kit/customer-list-acts';
import { DataGrid, type Picked } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { EmptyState, FormProblem, Note } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import { CaseForm } from './case-form';
import { Categories } from './categories';
import { CloseForm } from './close-form';
import { useCaseColumns } from './columns';

type Row = ResponseOf<'cases.page'>['rows'][number];
type Panel = { what: 'none' | 'new' | 'categories' } | { what: 'close'; ids: number[]; clear: () => void };

/** Every case: what it is about, whose it is, what is open of it. */
export function CasesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [show, setShow] = useState<'open' | 'all'>('open');
  const [of, setOf] = useState<'mine' | 'my_team' | 'everybody'>('everybody');
  const [ofType, setOfType] = useState<'collections' | 'every'>('collections');
  const [panel, setPanel] = useState<Panel>({ what: 'none' });
  const [closed, setClosed] = useState<ResponseOf<'cases.close'> | null>(null);
  const { pool } = usePool();
  const write = useWriteCases();
  const listing = useListing('cases.list', 'cases.page', {
    show,
    of,
    of_type: ofType,
    account: null,
    ...(pool !== null && { pool }),
  });
  const columns = useCaseColumns();
  const shut = () => setPanel({ what: 'none' });
  const add = () => setPanel({ what: 'new' });
  const marked = useCustomerListActs(null, 'q');
  const ownActs = ({ rows, clear }: Picked<Row>): Act[] =>
    mode === 'past'
      ? []
      : [
          {
            id: 'cases-close',
            label: t('cases.closeChosen'),
            tone: 'main',
            run: () =>
              void rows().then((chosen) => setPanel({ what: 'close', ids: chosen.map((row) => row.case_id), clear })),
          },
        ];
  const openCase = (id: number) => void navigate({ to: '/cases/$case', params: { case: String(id) } });
  useActions([
    ...(mode === 'past'
      ? []
      : [{ id: 'cases.new', label: t('cases.new'), group: 'page' as const, keys: 'n', run: add }]),
    { id: 'cases.write', label: t('cases.write'), group: 'page', keys: 'w', run: () => write.mutate() },
    {
      id: 'cases.ofType',
      label: t(ofType === 'every' ? 'cases.ofType.collections' : 'cases.ofType.every'),
      group: 'page',
      keys: 't',
      run: () => setOfType(ofType === 'every' ? 'collections' : 'every'),
    },
    {
      id: 'cases.categories',
      label: t('cases.categories'),
      group: 'page',
      keys: 'c',
      run: () => setPanel({ what: 'categories' }),
    },
  ]);
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('cases.new')}
    </Button>
  );
  return (
    <Page
      layout="fill"
      title={t('shell.page.cases')}
      about={t('cases.about')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconTags size={14} />}
            onClick={() => setPanel({ what: 'categories' })}
          >
            {t('cases.categories')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileExport size={14} />}
            loading={write.isPending}
            onClick={() => write.mutate()}
          >
            {t('cases.write')}
          </Button>
          {button}
        </>
      }
    >
      <FormProblem error={write.error} />
      {write.data && <Note tone="good">{t('cases.written', { ...write.data })}</Note>}
      {closed && <Note tone="good">{t('cases.closedDone', { ...closed })}</Note>}
      <DataGrid
        id="cases"
        label={t('shell.page.cases')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.case_id}
        onOpen={(row) => openCase(row.case_id)}
        exportFrom="cases.export"
        tools={
          <>
            <SegmentedControl
              aria-label={t('cases.whose')}
              value={of}
              onChange={(value) => setOf(value as typeof of)}
              data={(['mine', 'my_team', 'everybody'] as const).map((value) => ({ value, label: t(`cases.${value}`) }))}
            />
            <SegmentedControl
              aria-label={t('cases.ofTypeHead')}
              value={ofType}
              onChange={(value) => setOfType(value as typeof ofType)}
              data={(['collections', 'every'] as const).map((value) => ({ value, label: t(`cases.ofType.${value}`) }))}
            />
            <SegmentedControl
              aria-label={t('cases.which')}
              value={show}
              onChange={(value) => setShow(value as typeof show)}
              data={[
                { value: 'open', label: t('cases.shownOpen') },
                { value: 'all', label: t('cases.shownAll') },
              ]}
            />
          </>
        }
        acts={(picked) => marked.buttons(picked, ownActs(picked))}
        empty={<EmptyState title={t('cases.emptyTitle')} text={t('cases.emptyText')} action={button} />}
      />
      {marked.beside}
      <Drawer title={t('cases.new')} state={panel.what === 'new' ? 'open' : 'closed'} onClose={shut}>
        <CaseForm
          onDone={(file) => {
            shut();
            if (file) openCase(file.head.case_id);
          }}
        />
      </Drawer>
      <Drawer title={t('cases.close')} state={panel.what === 'close' ? 'open' : 'closed'} onClose={shut}>
        {panel.what === 'close' && (
          <CloseForm
            caseIds={panel.ids}
            onDone={(done) => {
              if (done) panel.clear();
              setClosed(done);
              shut();
            }}
          />
        )}
      </Drawer>
      <Drawer
        title={t('cases.categories')}
        state={panel.what === 'categories' ? 'open' : 'closed'}
        onClose={shut}
        width="wide"
      >
        <Categories />
      </Drawer>
    </Page>
  );
}

/** Writes every case for other systems: CSV, or JSON where the chosen name ends so. */
function useWriteCases() {
  return useMutation<ResponseOf<'cases.write'> | null, RefusedError>({
    mutationFn: async () => {
      const { path } = (await send('dialog.save', { purpose: 'data', suggested: 'cases.json' })).ok;
      if (path === null) return null;
      const format = path.toLowerCase().endsWith('.csv') ? 'csv' : 'json';
      return (await send('cases.write', { path, format, case_ids: [] })).ok;
    },
  });
}
