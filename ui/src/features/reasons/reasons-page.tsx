import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Page } from '../../kit/page';
import { useCreditReason, useDisputeReason } from '../../kit/reasons';
import { Drawer } from '../../kit/side';
import { Answered } from '../../kit/states';
import { Table } from '../../kit/table';
import { type Edited, KINDS, type Kind, ReasonForm } from './reason-form';

/** Why orders are held and released, statuses and limits change, and why something is disputed. */
export function ReasonsPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const [kind, setKind] = useState<Kind>('hold');
  const [edited, setEdited] = useState<Edited | null>(null);
  const add = () => setEdited({ kind, code: '', description: '', state: 'new' });
  const label = t('reasons.new');
  useActions([
    ...(mode === 'today' ? [{ id: 'reasons.new', label, group: 'page' as const, keys: 'n', run: add }] : []),
    ...KINDS.map((other, at) => ({
      id: `reasons.kind.${other}`,
      label: t(`reasons.kind.${other}`),
      group: 'page' as const,
      keys: String(at + 1),
      run: () => setKind(other),
    })),
  ]);
  return (
    <Page
      title={t('shell.page.reasons')}
      about={t('reasons.about')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('reasons.for')}
            value={kind}
            onChange={(value) => setKind(value as Kind)}
            data={KINDS.map((value) => ({ value, label: t(`reasons.kind.${value}`) }))}
          />
          <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
            {label}
          </Button>
        </>
      }
    >
      <p>{t(`reasons.kindAbout.${kind}`)}</p>
      <ReasonTable kind={kind} onOpen={mode === 'today' ? setEdited : undefined} />
      <Drawer
        title={edited ? t(edited.state === 'new' ? 'reasons.new' : 'reasons.edit', { code: edited.code }) : ''}
        state={edited ? 'open' : 'closed'}
        onClose={() => setEdited(null)}
      >
        {edited && <ReasonForm key={`${edited.kind} ${edited.code}`} stored={edited} onDone={() => setEdited(null)} />}
      </Drawer>
    </Page>
  );
}

type TableProps = { kind: Kind; onOpen: ((edited: Edited) => void) | undefined };

function ReasonTable({ kind, onOpen }: TableProps) {
  const { t } = useWords();
  const credit = useAsk('credit.setup', {});
  const collections = useAsk('collections.reasons', {});
  const creditWord = useCreditReason();
  const disputeWord = useDisputeReason();
  const isCollections = kind === 'collections';
  const word = isCollections ? disputeWord : creditWord;
  const table = (reasons: readonly { code: string; description: string }[]) => (
    <Table
      label={t(`reasons.kind.${kind}`)}
      rows={reasons}
      keyOf={(row) => row.code}
      onOpen={onOpen && ((row) => onOpen({ ...row, kind, state: 'stored' }))}
      columns={[
        { id: 'code', header: t('reasons.code'), opens: 'yes', cell: (row) => row.code },
        { id: 'description', header: t('reasons.description'), cell: (row) => word(row.code, row.description) },
      ]}
    />
  );
  if (isCollections) return <Answered answer={collections}>{(data) => table(data.reasons)}</Answered>;
  return <Answered answer={credit}>{(data) => table(data.reasons.filter((reason) => reason.kind === kind))}</Answered>;
}
