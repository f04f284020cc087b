import { Button } from '@mantine/core';
import { IconArrowLeft, IconPlus, IconWand } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
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

type Panel = { what: 'none' | 'line' | 'generate' | 'approve' | 'reject'; line: Line | null };
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
  const request = { id: head.id };
  const show = (what: Panel['what']) => setPanel({ what, line: null });
  const close = () => setPanel(CLOSED);
  const workflow = parameters.data?.workflow ?? true;
  const isDraft = head.state === 'draft';
  const acts: Action[] = [];
  const act = (id: string, label: string, keys: string, run: () => void) =>
    acts.push({ id: `limits.${id}`, label, group: 'page', keys, run });
  if (mode === 'today') {
    if (isDraft) {
      act('line', t('limits.addLine'), 'a', () => show('line'));
      act('generate', t('limits.generate'), 'm', () => show('generate'));
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
  }
  useActions(acts);
  const icons: Record<string, React.ReactNode> = {
    'limits.line': <IconPlus size={14} />,
    'limits.generate': <IconWand size={14} />,
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
      <FormProblem error={submit.error ?? recall.error ?? post.error} />
      {outstanding.length > 0 && head.state !== 'draft' && (
        <Note>{t('limits.waitsFor', { roles: outstanding.map((role) => t(`users.role.${role}`)).join(' → ') })}</Note>
      )}
      {head.waiting > 0 && <Note>{t('limits.waitingLines', { count: head.waiting })}</Note>}
      <Lines
        journal={journal}
        onOpen={isDraft && mode === 'today' ? (line) => setPanel({ what: 'line', line }) : undefined}
      />
      <Decisions journal={journal} />
      <Drawer
        title={panel.line ? t('limits.editLine') : t('limits.addLine')}
        state={panel.what === 'line' ? 'open' : 'closed'}
        onClose={close}
      >
        {panel.what === 'line' && <LineForm head={head} stored={panel.line} onDone={close} />}
      </Drawer>
      <Drawer title={t('limits.generate')} state={panel.what === 'generate' ? 'open' : 'closed'} onClose={close}>
        {panel.what === 'generate' && <GenerateForm head={head} onDone={close} />}
      </Drawer>
      <Drawer
        title={panel.what === 'reject' ? t('limits.reject') : t('limits.approve')}
        state={panel.what === 'approve' || panel.what === 'reject' ? 'open' : 'closed'}
        onClose={close}
      >
        {(panel.what === 'approve' || panel.what === 'reject') && (
          <DecideForm id={head.id} decision={panel.what} onDone={close} />
        )}
      </Drawer>
    </Page>
  );
}
