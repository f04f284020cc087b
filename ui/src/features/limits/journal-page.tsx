import { Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowLeft, IconGauge, IconPlus, IconWand } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { AutomaticForm } from './automatic-form';
import { DecideForm } from './decide-form';
import { GenerateForm } from './generate-form';
import { LineForm } from './line-form';
import { Decisions, Lines } from './lines';

export type Journal = ResponseOf<'limits.get'>;
export type Line = Journal['lines'][number];

/** One adjustment journal: its lines, who decided what, and what can be done now. */
export function JournalPage() {
  const { t } = useWords();
  const { journal } = useParams({ strict: false }) as { journal: string };
  const found = useAsk('limits.get', { id: Number(journal) });
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/limits' });
  useActions([{ id: 'limits.back', label: t('limits.back'), group: 'page', keys: 'Escape', run: back }]);
  const above = (
    <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={14} />} onClick={back}>
      {t('limits.back')}
    </Button>
  );
  return found.data ? (
    <Loaded key={found.data.head.id} journal={found.data} above={above} />
  ) : (
    <Page title={t('shell.page.limits')} above={above}>
      <Answered answer={found}>{() => null}</Answered>
    </Page>
  );
}

type Panel = { what: 'none' | 'line' | 'generate' | 'automatic' | 'approve' | 'reject'; line: Line | null };
const CLOSED: Panel = { what: 'none', line: null };

function Loaded({ journal, above }: { journal: Journal; above: React.ReactNode }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const { head, outstanding } = journal;
  const [panel, setPanel] = useState<Panel>(CLOSED);
  const parameters = useAsk('credit.parameters', {});
  const submit = useAct('limits.submit');
  const recall = useAct('limits.recall');
  const post = useAct('limits.post');
  const undo = useAct('limits.undo');
  const navigate = useNavigate();
  const request = { id: head.id };
  const show = (what: Panel['what']) => setPanel({ what, line: null });
  const close = () => setPanel(CLOSED);
  const workflow = parameters.data?.workflow ?? true;
  const isDraft = head.state === 'draft';
  const acts: Action[] = [];
  const act = (id: string, label: string, keys: string, run: () => void) =>
    acts.push({ id: `limits.${id}`, label, group: 'page', keys, run });
  if (mode === 'today') {
    if (isDraft && head.reverses === null) {
      act('line', t('limits.addLine'), 'a', () => show('line'));
      act('generate', t('limits.generate'), 'm', () => show('generate'));
      act('automatic', t('limits.automatic'), 'o', () => show('automatic'));
    }
    if (isDraft && workflow) act('submit', t('limits.submit'), 's', () => submit.mutate(request));
    if (head.state === 'submitted') {
      act('approve', t('limits.approve'), 'y', () => show('approve'));
      act('reject', t('limits.reject'), 'x', () => show('reject'));
      act('recall', t('limits.recall'), 'b', () => recall.mutate(request));
    }
    if (head.state === 'approved' || (isDraft && !workflow)) {
      act('post', t('limits.post'), 'p', () => post.mutate(request));
    }
    if (head.state === 'posted' && head.reversed_by === null) {
      act('undo', t('limits.undo'), 'u', () =>
        undo.mutate(request, {
          onSuccess: (made) => void navigate({ to: '/limits/$journal', params: { journal: String(made.head.id) } }),
        }),
      );
    }
  }
  useActions(acts);
  const icons: Record<string, React.ReactNode> = {
    'limits.line': <IconPlus size={14} />,
    'limits.generate': <IconWand size={14} />,
    'limits.undo': <IconArrowBackUp size={14} />,
    'limits.automatic': <IconGauge size={14} />,
  };
  return (
    <Page
      title={t('limits.title', { number: head.number, kind: t(`limits.kindName.${head.kind}`) })}
      above={above}
      about={[t(`limits.stateName.${head.state}`), t('limits.by', { user: head.preparer }), head.description]
        .filter(Boolean)
        .join(' · ')}
      actions={acts.map((one) => (
        <Button
          key={one.id}
          variant={['limits.submit', 'limits.approve', 'limits.post'].includes(one.id) ? 'filled' : 'default'}
          leftSection={icons[one.id]}
          onClick={one.run}
        >
          {one.label}
        </Button>
      ))}
    >
      <FormProblem error={submit.error ?? recall.error ?? post.error ?? undo.error} />
      <Related head={head} />
      {journal.stuck && (
        <Note tone="warn">
          {journal.stuck.left
            ? t('limits.stuckLeft', { role: t(`users.role.${journal.stuck.role}`), user: journal.stuck.left })
            : t('limits.stuck', { role: t(`users.role.${journal.stuck.role}`) })}
        </Note>
      )}
      {outstanding.length > 0 && head.state !== 'draft' && (
        <Note>{t('limits.waitsFor', { roles: outstanding.map((role) => t(`users.role.${role}`)).join(' → ') })}</Note>
      )}
      {head.waiting > 0 && <Note>{t('limits.waitingLines', { count: head.waiting })}</Note>}
      <Lines
        journal={journal}
        onOpen={
          isDraft && mode === 'today' && head.reverses === null ? (line) => setPanel({ what: 'line', line }) : undefined
        }
        onDecide={head.state === 'submitted' && mode === 'today' ? (what, line) => setPanel({ what, line }) : undefined}
      />
      <Decisions journal={journal} />
      <Drawer
        title={panel.line && panel.what === 'line' ? t('limits.editLine') : t('limits.addLine')}
        state={panel.what === 'line' ? 'open' : 'closed'}
        onClose={close}
      >
        {panel.what === 'line' && <LineForm head={head} stored={panel.line} onDone={close} />}
      </Drawer>
      <Drawer title={t('limits.generate')} state={panel.what === 'generate' ? 'open' : 'closed'} onClose={close}>
        {panel.what === 'generate' && <GenerateForm head={head} onDone={close} />}
      </Drawer>
      <Drawer title={t('limits.automatic')} state={panel.what === 'automatic' ? 'open' : 'closed'} onClose={close}>
        {panel.what === 'automatic' && <AutomaticForm head={head} onDone={close} />}
      </Drawer>
      <Drawer
        title={decisionTitle(t, panel)}
        state={panel.what === 'approve' || panel.what === 'reject' ? 'open' : 'closed'}
        onClose={close}
      >
        {(panel.what === 'approve' || panel.what === 'reject') && (
          <DecideForm id={head.id} lineId={panel.line?.id ?? null} decision={panel.what} onDone={close} />
        )}
      </Drawer>
    </Page>
  );
}

function decisionTitle(t: ReturnType<typeof useWords>['t'], { what, line }: Panel): string {
  const who = line?.account ?? line?.group;
  if (what === 'reject') return who ? t('limits.rejectOf', { who }) : t('limits.reject');
  return who ? t('limits.approveOf', { who }) : t('limits.approve');
}

/** The journal that this one takes back, and the one that takes it back. */
function Related({ head }: { head: Journal['head'] }) {
  const { t } = useWords();
  const link = ({ id, number }: NonNullable<Journal['head']['reverses']>) => (
    <Link to="/limits/$journal" params={{ journal: String(id) }}>
      {number}
    </Link>
  );
  return (
    <>
      {head.reverses && (
        <Note>
          {t('limits.takesBack')} {link(head.reverses)}
        </Note>
      )}
      {head.reversed_by && (
        <Note>
          {t('limits.takenBackBy')} {link(head.reversed_by)}
        </Note>
      )}
    </>
  );
}
