import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { cameBy } from '../../data/way';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import type { Activity } from '../../kit/activity';
import { ActivityForm } from '../../kit/activity-form';
import { DayText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Page, Section } from '../../kit/page';
import { Drawer, FactBox, Facts } from '../../kit/side';
import { Answered, FormProblem } from '../../kit/states';
import { AssignForm } from './assign-form';
import { CaseClaims } from './case-claims';
import { CaseForm } from './case-form';
import { CaseActivities, CaseDocuments, CaseLog, CaseTransactions } from './case-parts';
import classes from './cases.module.css';
import { CloseForm } from './close-form';
import { amountsText, StatusTag } from './columns';
import type { CaseFile } from './types';

/** One case: its transactions, what is to be done, its documents, and every change of it. */
export function CasePage() {
  const { t } = useWords();
  const { case: id } = useParams({ strict: false }) as { case: string };
  const navigate = useNavigate();
  const found = useAsk('cases.get', { case_id: Number(id) });
  const { pathname } = useLocation();
  // Whoever came from a customer goes on there.
  const from = cameBy(pathname) ?? '/cases';
  const back = () => void navigate({ to: from });
  const label = from === '/cases' ? t('shell.page.cases') : t('kit.back');
  useActions([{ id: 'case.back', label, group: 'page', keys: 'Escape', run: back }]);
  const above = (
    <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={14} />} onClick={back}>
      {label}
    </Button>
  );
  return found.data ? (
    <Loaded key={id} file={found.data} above={above} />
  ) : (
    <Page title={t('shell.page.cases')} above={above}>
      <Answered answer={found}>{() => null}</Answered>
    </Page>
  );
}

type Panel = 'none' | 'edit' | 'close' | 'assign' | 'activity';

function Loaded({ file, above }: { file: CaseFile; above: React.ReactNode }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const { head } = file;
  const [panel, setPanel] = useState<Panel>('none');
  const [activity, setActivity] = useState<Activity | null>(null);
  const reopen = useAct('cases.reopen');
  const customer = () => void navigate({ to: '/customers/$account', params: { account: head.account } });
  const acts: Action[] = actsOf(file, {
    edit: () => setPanel('edit'),
    close: () => setPanel('close'),
    assign: () => setPanel('assign'),
    activity: () => setPanel('activity'),
    reopen: () => reopen.mutate({ case_ids: [head.case_id] }),
  }).map(({ key, keys, run }) => ({ id: `case.${key}`, label: t(`cases.${key}`), group: 'page', keys, run }));
  const shown = mode === 'past' ? [] : acts;
  useActions([...shown, { id: 'case.customer', label: t('cases.name'), group: 'page', keys: 'o', run: customer }]);
  const shut = () => setPanel('none');
  const amounts = amountsText(head.amounts, locale);
  return (
    <Page
      title={`${head.number} · ${head.description}`}
      above={above}
      about={
        <span className={classes.row}>
          <StatusTag status={head.status} />
          <Link to="/customers/$account" params={{ account: head.account }}>
            {head.account} {head.name}
          </Link>
          {amounts !== '' && (
            <span>
              {t('cases.open')} <strong className="tabular">{amounts}</strong>
            </span>
          )}
        </span>
      }
      actions={shown.map((one) => (
        <Button key={one.id} variant="default" onClick={one.run}>
          {one.label}
        </Button>
      ))}
      aside={<CaseFacts file={file} />}
    >
      <FormProblem error={reopen.error} />
      <Section title={t('cases.transactions')}>
        <CaseTransactions file={file} />
      </Section>
      <Section title={t('cases.activities')}>
        <CaseActivities file={file} onOpen={setActivity} />
      </Section>
      <CaseClaims caseId={head.case_id} />
      <Section title={t('cases.documents')}>
        <CaseDocuments file={file} />
      </Section>
      <Section title={t('cases.log')}>
        <CaseLog file={file} />
      </Section>
      <Drawer title={t('cases.edit')} state={panel === 'edit' ? 'open' : 'closed'} onClose={shut}>
        <CaseForm stored={file} onDone={shut} />
      </Drawer>
      <Drawer title={t('cases.close')} state={panel === 'close' ? 'open' : 'closed'} onClose={shut}>
        <CloseForm caseIds={[head.case_id]} onDone={shut} />
      </Drawer>
      <Drawer title={t('cases.assign')} state={panel === 'assign' ? 'open' : 'closed'} onClose={shut} width="wide">
        <AssignForm file={file} onDone={shut} />
      </Drawer>
      <Drawer
        title={activity ? t('activities.edit', { number: activity.number }) : t('activities.new')}
        state={panel === 'activity' || activity ? 'open' : 'closed'}
        onClose={() => {
          shut();
          setActivity(null);
        }}
      >
        <ActivityForm
          key={activity?.activity_id ?? 'new'}
          account={head.account}
          caseId={head.case_id}
          {...(activity ? { stored: activity } : {})}
          onDone={() => {
            shut();
            setActivity(null);
          }}
        />
      </Drawer>
    </Page>
  );
}

type Key = 'edit' | 'close' | 'assign' | 'activity' | 'reopen';

/** What can be done with a case now, with its key. */
function actsOf(file: CaseFile, runs: Record<Key, () => void>) {
  const keys: [Key, string][] =
    file.head.status === 'closed'
      ? [['reopen', 'r']]
      : [
          ['activity', 'n'],
          ['assign', 'a'],
          ['edit', 'e'],
          ['close', 'x'],
        ];
  return keys.map(([key, stroke]) => ({
    key: key === 'activity' ? ('newActivity' as const) : key,
    keys: stroke,
    run: runs[key],
  }));
}

function CaseFacts({ file }: { file: CaseFile }) {
  const { t, locale } = useWords();
  const { head } = file;
  const facts = [
    { name: t('cases.category'), value: head.category },
    { name: t('cases.priority'), value: String(head.priority) },
    { name: t('cases.owner'), value: head.owner },
    { name: t('cases.reference'), value: head.external_reference },
    { name: t('cases.createdOn'), value: formatInstant(head.created_at, locale) },
    { name: t('cases.modifiedAt'), value: formatInstant(head.modified_at, locale) },
    { name: t('cases.nextOn'), value: head.next_activity_on ? <DayText day={head.next_activity_on} /> : null },
  ];
  return (
    <>
      <FactBox title={t('cases.number')}>
        <Facts facts={facts.filter(({ value }) => value !== null && value !== '')} />
      </FactBox>
      {file.notes !== '' && (
        <FactBox title={t('cases.notes')}>
          <p className={classes.text}>{file.notes}</p>
        </FactBox>
      )}
      {file.resolution !== '' && (
        <FactBox title={t('cases.resolution')}>
          <p className={classes.text}>{file.resolution}</p>
        </FactBox>
      )}
      {file.contacts.length > 0 && (
        <FactBox title={t('cases.contacts')}>
          {file.contacts.map(({ name, email, phone }) => (
            <p key={`${name} ${email} ${phone}`} className={classes.text}>
              {[name, email, phone].filter(Boolean).join('\n')}
            </p>
          ))}
        </FactBox>
      )}
    </>
  );
}
