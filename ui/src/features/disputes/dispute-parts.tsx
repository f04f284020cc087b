import { Button } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useDesk } from '../../data/desk';
import { send, useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { ChangeLog } from '../../kit/change-log';
import { DayText, MoneyText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import { FactBox, Facts } from '../../kit/side';
import { Answered, FormProblem } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import classes from './disputes.module.css';
import { OUTCOMES, type Row } from './disputes-page';

type Parts = ResponseOf<'disputes.parts'>;

/** The lines that are disputed, and what the customer sent as proof. */
export function DisputeParts({ row }: { row: Row }) {
  const parts = useAsk('disputes.parts', { dispute_id: row.dispute_id });
  return (
    <Answered answer={parts}>
      {(data) => (
        <>
          {data.lines.length > 0 && <Lines lines={data.lines} currency={row.currency} />}
          <Documents id={row.dispute_id} documents={data.documents} />
          {data.log.length > 0 && <Log lines={data.log} />}
        </>
      )}
    </Answered>
  );
}

function Lines({ lines, currency }: { lines: Parts['lines']; currency: string }) {
  const { t } = useWords();
  return (
    <FactBox title={t('disputes.lines')}>
      <Facts
        facts={lines.map((line) => ({
          name: [t('disputes.lineOf', { line: line.line_no }), line.text].filter(Boolean).join(' · '),
          value: <MoneyText money={{ minor: line.amount_minor, currency }} showCurrency="yes" />,
        }))}
      />
    </FactBox>
  );
}

const WHAT = [
  'opened',
  'investigator',
  'due_on',
  'next_action',
  'external_reference',
  'case',
  'closed',
  'reopened',
] as const;

/** Every change of a dispute, the newest first. */
function Log({ lines }: { lines: Parts['log'] }) {
  const { t, locale } = useWords();
  const whatOf = (what: string) => {
    const known = WHAT.find((one) => one === what);
    return known ? t(`disputes.what.${known}`) : what;
  };
  const wordOf = (what: string, text: string) => {
    if (what === 'due_on' && text !== '') return formatDay(text, locale);
    const ended = what === 'closed' || what === 'reopened' ? OUTCOMES.find((one) => one === text) : undefined;
    return ended ? t(`disputes.status.${ended}`) : text;
  };
  return (
    <FactBox title={t('disputes.log')}>
      <ChangeLog label={t('disputes.log')} lines={lines} whatOf={whatOf} wordOf={wordOf} />
    </FactBox>
  );
}

/** Documents are opened by the viewer of the machine, and kept in the book. */
function Documents({ id, documents }: { id: number; documents: Parts['documents'] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const attach = useAct('disputes.attach');
  const detach = useAct('disputes.detach');
  const chooser = useAct('dialog.open_files');
  const view = useMutation<null, RefusedError, number>({
    mutationFn: async (document) => {
      const { path } = (await send('disputes.document_view', { id: document })).ok;
      return (await send('opener.open', { path })).ok;
    },
  });
  const keep = useMutation<null, RefusedError, { id: number; name: string }>({
    mutationFn: async ({ id: document, name }) => {
      const { path } = (await send('dialog.save', { purpose: 'attachment', suggested: name })).ok;
      if (path !== null) await send('disputes.document_save', { id: document, path });
      return null;
    },
  });
  const choose = async () => {
    const { paths } = await chooser.mutateAsync({ purpose: 'attachment' });
    for (const path of paths) await attach.mutateAsync({ dispute_id: id, path });
  };
  return (
    <FactBox
      title={t('disputes.documents')}
      why={
        mode === 'today' && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPaperclip size={12} />}
            loading={attach.isPending}
            onClick={() => void choose().catch(() => undefined)}
          >
            {t('disputes.attach')}
          </Button>
        )
      }
    >
      <FormProblem error={attach.error ?? detach.error ?? chooser.error ?? view.error ?? keep.error} />
      {documents.length === 0 && <p className={classes.quiet}>{t('disputes.noDocuments')}</p>}
      <ul>
        {documents.map((document) => (
          <li key={document.id} className={classes.document}>
            <Button variant="subtle" size="compact-xs" onClick={() => view.mutate(document.id)}>
              {document.file_name}
            </Button>
            <span className={classes.quiet}>
              <DayText day={document.at.slice(0, 10)} /> · {document.user}
            </span>
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={`${t('disputes.saveCopy')}: ${document.file_name}`}
              onClick={() => keep.mutate({ id: document.id, name: document.file_name })}
            >
              {t('disputes.saveCopy')}
            </Button>
            {mode === 'today' && (
              <Button
                variant="subtle"
                size="compact-xs"
                color="red"
                aria-label={`${t('disputes.detach')}: ${document.file_name}`}
                onClick={() => detach.mutate({ id: document.id })}
              >
                {t('disputes.detach')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </FactBox>
  );
}
