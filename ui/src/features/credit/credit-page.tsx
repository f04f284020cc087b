import { Button } from '@mantine/core';
import { IconArrowLeft, IconEdit, IconFlag } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import type { Component } from '../../kit/exposure';
import { ExposureItems } from '../../kit/exposure-items';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { AttributesForm } from './attributes-form';
import { ExposureBox, LimitBox } from './boxes';
import { AttributeFacts } from './facts';
import { LimitHistory, StatusHistory } from './history';
import { LimitForm } from './limit-form';
import { LostCover } from './lost-cover';
import { Policies } from './policies';
import { ScoreBox, ScoreSection } from './score-box';
import { Statistics } from './statistics';
import { StatusForm } from './status-form';
import type { CreditFile } from './types';

/** The credit file of one customer: what is at risk, which limit holds and why, and what is kept. */
export function CreditPage() {
  const { t } = useWords();
  const { account } = useParams({ strict: false }) as { account: string };
  const customer = useAsk('customers.get', { account });
  const file = useAsk('credit.get', { account });
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/customers/$account', params: { account } });
  useActions([{ id: 'credit.back', label: t('credit.back'), group: 'page', keys: 'Escape', run: back }]);
  const above = (
    <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={14} />} onClick={back}>
      {t('credit.back')}
    </Button>
  );
  const title = t('credit.title', { name: customer.data?.card.name ?? account });
  return file.data ? (
    <Loaded key={account} account={account} title={title} above={above} file={file.data} />
  ) : (
    <Page title={title} above={above}>
      <Answered answer={file}>{() => null}</Answered>
    </Page>
  );
}

type Panel = 'none' | 'edit' | 'status' | 'limit' | Component;
type LoadedProps = { account: string; title: string; above: React.ReactNode; file: CreditFile };

function Loaded({ account, title, above, file }: LoadedProps) {
  const { t } = useWords();
  const { asOf, mode } = useDesk();
  const [panel, setPanel] = useState<Panel>('none');
  const exposure = useAsk('credit.exposure', { account, as_of: asOf }, { meanwhile: 'previous' });
  const parameters = useAsk('credit.parameters', {});
  const propose = useAct('limits.propose_first');
  const close = () => setPanel('none');
  const acts: Action[] = [
    { id: 'credit.edit', label: t('credit.edit'), group: 'page', keys: 'e', run: () => setPanel('edit') },
    { id: 'credit.status', label: t('credit.changeStatus'), group: 'page', keys: 't', run: () => setPanel('status') },
  ];
  if (file.limit.limit_minor === null) {
    acts.push({
      id: 'credit.propose',
      label: t('credit.propose'),
      group: 'page',
      keys: 'f',
      run: () => propose.mutate({ account, order_minor: 0 }),
    });
  }
  useActions(mode === 'today' ? acts : []);
  const part = panel === 'none' || panel === 'edit' || panel === 'status' || panel === 'limit' ? null : panel;
  return (
    <Page
      title={title}
      above={above}
      about={t('credit.about')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconFlag size={14} />}
            disabled={mode === 'past'}
            onClick={() => setPanel('status')}
          >
            {t('credit.changeStatus')}
          </Button>
          <Button leftSection={<IconEdit size={14} />} disabled={mode === 'past'} onClick={() => setPanel('edit')}>
            {t('credit.edit')}
          </Button>
        </>
      }
      aside={
        <Answered answer={exposure}>
          {(data) => (
            <>
              <ScoreBox account={account} />
              <ExposureBox exposure={data} onPart={setPanel} />
              <LimitBox
                exposure={data}
                file={file}
                onLimit={parameters.data?.manual_editing && mode === 'today' ? () => setPanel('limit') : undefined}
              />
            </>
          )}
        </Answered>
      }
    >
      <FormProblem error={propose.error} />
      {propose.data && <Proposed proposed={propose.data} />}
      <AttributeFacts file={file} />
      <ScoreSection account={account} />
      <Statistics account={account} />
      <LostCover account={account} asOf={asOf} />
      <Policies account={account} />
      <LimitHistory file={file} />
      <StatusHistory file={file} />
      <Drawer title={t('credit.edit')} state={panel === 'edit' ? 'open' : 'closed'} onClose={close}>
        <AttributesForm account={account} stored={file.attributes} onDone={close} />
      </Drawer>
      <Drawer title={t('credit.changeStatus')} state={panel === 'status' ? 'open' : 'closed'} onClose={close}>
        <StatusForm account={account} current={file.status} onDone={close} />
      </Drawer>
      <Drawer title={t('credit.setLimit')} state={panel === 'limit' ? 'open' : 'closed'} onClose={close}>
        <LimitForm account={account} stored={file.limit} onDone={close} />
      </Drawer>
      <Drawer
        title={part ? t(`credit.part.${part}`) : ''}
        state={part ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        {part && <ExposureItems account={account} asOf={asOf} component={part} />}
      </Drawer>
    </Page>
  );
}

/** What the proposal of a first limit made. */
function Proposed({ proposed }: { proposed: ResponseOf<'limits.propose_first'> }) {
  const { t } = useWords();
  if (proposed.journal_id === null) return <Note tone="warn">{t('credit.nothingToPropose')}</Note>;
  return (
    <Note tone="good">
      {t(proposed.line_made ? 'credit.proposed' : 'credit.proposedBefore')}{' '}
      <Link to="/limits/$journal" params={{ journal: String(proposed.journal_id) }}>
        {proposed.journal}
      </Link>
    </Note>
  );
}
