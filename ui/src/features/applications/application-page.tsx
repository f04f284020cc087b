import { Button } from '@mantine/core';
import { IconArrowLeft, IconDownload, IconEdit, IconPaperclip } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { send, useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import { Page, Section } from '../../kit/page';
import { Drawer, FactBox, Facts } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import { AttachForm } from './attach-form';
import { DecisionForm } from './decision-form';
import { ProspectForm } from './prospect-form';
import { RequestForm } from './request-form';

export type File = ResponseOf<'applications.get'>;
type Panel = 'none' | 'edit' | 'prospect' | 'attach' | 'approve' | 'reject';

/** One credit application: request, documents, assessment and decision. */
export function ApplicationPage() {
  const { t } = useWords();
  const { application } = useParams({ strict: false }) as { application: string };
  const found = useAsk('applications.get', { id: Number(application) });
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/applications' });
  useActions([{ id: 'applications.back', label: t('applications.back'), group: 'page', keys: 'Escape', run: back }]);
  const above = (
    <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={14} />} onClick={back}>
      {t('applications.back')}
    </Button>
  );
  return found.data ? (
    <Loaded file={found.data} above={above} />
  ) : (
    <Page title={t('shell.page.applications')} above={above}>
      <Answered answer={found}>{() => null}</Answered>
    </Page>
  );
}

/** Writes the decision where the person says, for the quote. */
function useDecisionFile(id: number, number: string) {
  return useMutation<ResponseOf<'applications.export'> | null, RefusedError, void>({
    mutationFn: async () => {
      const { path } = (await send('dialog.save', { purpose: 'export', suggested: `${number}.csv` })).ok;
      if (path === null) return null;
      const format = path.toLowerCase().endsWith('.json') ? 'json' : 'csv';
      return (await send('applications.export', { ids: [id], path, format })).ok;
    },
  });
}

function Loaded({ file, above }: { file: File; above: React.ReactNode }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const { application: one, outstanding, stuck } = file;
  const [panel, setPanel] = useState<Panel>('none');
  const submit = useAct('applications.submit');
  const withdraw = useAct('applications.withdraw');
  const write = useDecisionFile(one.id, one.number);
  const close = () => setPanel('none');
  const acts: Action[] = [];
  const act = (id: string, label: string, keys: string, run: () => void) =>
    acts.push({ id: `applications.${id}`, label, group: 'page', keys, run });
  if (mode === 'today') {
    if (one.state === 'draft') {
      act('edit', t('applications.edit'), 'e', () => setPanel('edit'));
      act('submit', t('limits.submit'), 's', () => submit.mutate({ id: one.id }));
    }
    if (one.state === 'draft' || one.state === 'submitted') {
      act('attach', t('applications.attach'), 'a', () => setPanel('attach'));
      act('withdraw', t('applications.withdraw'), 'b', () => withdraw.mutate({ id: one.id }));
    }
    if (one.state === 'submitted') {
      act('approve', t('limits.approve'), 'y', () => setPanel('approve'));
      act('reject', t('limits.reject'), 'x', () => setPanel('reject'));
    }
  }
  act('export', t('applications.export'), 'o', () => write.mutate());
  useActions(acts);
  const icons: Record<string, React.ReactNode> = {
    'applications.edit': <IconEdit size={14} />,
    'applications.attach': <IconPaperclip size={14} />,
    'applications.export': <IconDownload size={14} />,
  };
  const main = ['applications.submit', 'applications.approve'];
  return (
    <Page
      title={t('applications.title', { number: one.number, name: one.prospect.name })}
      above={above}
      about={[t(`applications.stateName.${one.state}`), t('limits.by', { user: one.preparer })].join(' · ')}
      actions={acts.map((each) => (
        <Button
          key={each.id}
          variant={main.includes(each.id) ? 'filled' : 'default'}
          leftSection={icons[each.id]}
          onClick={each.run}
        >
          {each.label}
        </Button>
      ))}
      aside={<ProspectBox file={file} onEdit={mode === 'today' ? () => setPanel('prospect') : undefined} />}
    >
      <FormProblem error={submit.error ?? withdraw.error ?? write.error} />
      {write.data && <Note tone="good">{t('insurers.written', { path: write.data.path })}</Note>}
      {outstanding.length > 0 && (
        <Note>{t('limits.waitsFor', { roles: outstanding.map((role) => t(`users.role.${role}`)).join(' → ') })}</Note>
      )}
      {stuck && <Note tone="warn">{t('limits.stuck', { role: t(`users.role.${stuck.role}`) })}</Note>}
      <Figures file={file} />
      <Documents file={file} />
      <Drawer title={t('applications.edit')} state={panel === 'edit' ? 'open' : 'closed'} onClose={close}>
        <RequestForm stored={one} prospects={[one.prospect]} onProspect={close} onDone={close} />
      </Drawer>
      <Drawer title={t('applications.prospect')} state={panel === 'prospect' ? 'open' : 'closed'} onClose={close}>
        <ProspectForm stored={one.prospect} onDone={close} />
      </Drawer>
      <Drawer title={t('applications.attach')} state={panel === 'attach' ? 'open' : 'closed'} onClose={close}>
        <AttachForm id={one.id} onDone={close} />
      </Drawer>
      <Drawer
        title={t(panel === 'reject' ? 'limits.reject' : 'limits.approve')}
        state={panel === 'approve' || panel === 'reject' ? 'open' : 'closed'}
        onClose={close}
      >
        {(panel === 'approve' || panel === 'reject') && (
          <DecisionForm application={one} verdict={panel} onDone={close} />
        )}
      </Drawer>
    </Page>
  );
}

function ProspectBox({ file, onEdit }: { file: File; onEdit: (() => void) | undefined }) {
  const { t } = useWords();
  const { prospect } = file.application;
  const town = [prospect.postal_code, prospect.city, prospect.country].filter(Boolean).join(' ');
  return (
    <FactBox
      title={t('applications.prospect')}
      why={
        onEdit &&
        prospect.account === null && (
          <Button variant="subtle" size="compact-xs" onClick={onEdit}>
            {t('applications.editProspect')}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          { name: t('applications.number'), value: prospect.number },
          { name: t('applications.name'), value: prospect.name },
          { name: t('applications.field.government_id'), value: prospect.government_id || t('kit.none') },
          { name: t('applications.field.street'), value: [prospect.street, town].filter(Boolean).join(', ') },
          { name: t('applications.field.contact'), value: prospect.contact || t('kit.none') },
          {
            name: t('applications.customer'),
            value: prospect.account ? (
              <Link to="/credit/$account" params={{ account: prospect.account }}>
                {prospect.account}
              </Link>
            ) : (
              t('applications.notYet')
            ),
          },
        ]}
      />
    </FactBox>
  );
}

function Figures({ file }: { file: File }) {
  const { t } = useWords();
  const one = file.application;
  const money = (minor: number | null) =>
    minor === null ? t('kit.none') : <MoneyText money={{ minor, currency: one.currency }} showCurrency="yes" />;
  return (
    <>
      <Section title={t('applications.request')}>
        <Facts
          facts={[
            { name: t('applications.requestedOn'), value: <DayText day={one.requested_on} /> },
            { name: t('applications.requested'), value: money(one.requested_minor) },
            { name: t('applications.requestedTerms'), value: one.requested_terms ?? t('kit.none') },
            { name: t('applications.monthlySales'), value: money(one.monthly_sales_minor) },
          ]}
        />
      </Section>
      <Section title={t('applications.assessment')}>
        <Facts
          facts={[
            ...one.scores.map(({ name, value }) => ({ name, value })),
            { name: t('applications.proposed'), value: money(one.proposed_minor) },
            { name: t('limits.comment'), value: one.assessment || t('kit.none') },
          ]}
        />
      </Section>
      {one.decided_on && (
        <Section title={t('applications.decision')}>
          <Facts
            facts={[
              {
                name: t('applications.decision'),
                value: t(one.with_changes ? 'applications.approvedWithChanges' : `applications.stateName.${one.state}`),
              },
              { name: t('applications.granted'), value: money(one.granted_minor) },
              { name: t('applications.grantedTerms'), value: one.granted_terms ?? t('kit.none') },
              { name: t('applications.validUntil'), value: <DayText day={one.valid_until} /> },
              { name: t('limits.reason'), value: one.reason || t('kit.none') },
              { name: t('credit.approver'), value: one.approver },
              { name: t('applications.decidedOn'), value: <DayText day={one.decided_on} /> },
              {
                name: t('creditTasks.journal'),
                value:
                  one.journal_id === null ? (
                    t('kit.none')
                  ) : (
                    <Link to="/limits/$journal" params={{ journal: String(one.journal_id) }}>
                      {one.journal}
                    </Link>
                  ),
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}

function Documents({ file }: { file: File }) {
  const { t } = useWords();
  const write = useMutation<null, RefusedError, File['documents'][number]>({
    mutationFn: async ({ id, file_name }) => {
      const { path } = (await send('dialog.save', { purpose: 'paper', suggested: file_name })).ok;
      if (path !== null) await send('applications.document_save', { document_id: id, path });
      return null;
    },
  });
  return (
    <Section title={t('applications.documents')}>
      {file.documents.length === 0 ? (
        <Note>{t('applications.noDocuments')}</Note>
      ) : (
        <Table
          label={t('applications.documents')}
          rows={file.documents}
          keyOf={(row) => String(row.id)}
          onOpen={(row) => write.mutate(row)}
          columns={[
            { id: 'name', header: t('applications.fileName'), opens: 'yes', cell: (row) => row.file_name },
            { id: 'kind', header: t('applications.documentKind'), cell: (row) => t(`applications.kind.${row.kind}`) },
            { id: 'dated', header: t('applications.datedOn'), cell: (row) => <DayText day={row.dated_on} /> },
          ]}
        />
      )}
      <FormProblem error={write.error} />
    </Section>
  );
}
