import { Button, TextInput } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refresh } from '../data/client';
import { useDesk } from '../data/desk';
import { send, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import { MoneyText } from '../kit/figures';
import { formatInstant } from '../kit/format/day';
import { Drawer } from '../kit/side';
import { Answered, EmptyState, Note, Problem } from '../kit/states';
import { UndoOutlookView } from '../kit/undo-outlook';
import type { RefusedError } from '../wire';
import type { CommandName, RequestOf, ResponseOf } from '../wire/commands';
import classes from './undo.module.css';

type Act = ResponseOf<'undo.list'>['acts'][number];

/** Undos that are refused without a reason. */
const NEEDS_REASON: readonly string[] = ['letters.cancel', 'write_offs.reject', 'write_offs.reject_each'];

/** What the person did and can take back: the short list, what taking one back does, or why it cannot be. */
export function UndoPanel({ state, onClose }: { state: 'open' | 'closed'; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Drawer title={t('undo.title')} state={state} onClose={onClose} width="wide">
      {state === 'open' && <Undo />}
    </Drawer>
  );
}

function Undo() {
  const { t } = useWords();
  const { mode } = useDesk();
  const list = useAsk('undo.list', {});
  const [chosen, setChosen] = useState<number | null>(null);
  const client = useQueryClient();
  // Each act names the command that takes it back, which knows all rules; the list knows none.
  const undo = useMutation<void, RefusedError, { act: Act; reason: string }>({
    mutationFn: async ({ act, reason }) => {
      const command = act.by as CommandName;
      const request = { ...act.request, reason, note: reason, comment: reason } as RequestOf<typeof command>;
      const { tags } = await send(command, request);
      await refresh(client, tags);
    },
    onSuccess: () => setChosen(null),
  });
  if (mode === 'past') return <Note>{t('undo.past')}</Note>;
  return (
    <Answered answer={list}>
      {({ acts }) => (
        <>
          <p className={classes.about}>{t('undo.about')}</p>
          {undo.isSuccess && <Note tone="good">{t('undo.done')}</Note>}
          {acts.length === 0 && <EmptyState title={t('undo.noneTitle')} text={t('undo.noneText')} />}
          <ul className={classes.acts}>
            {acts.map((act) => (
              <li key={act.act_id} className={classes.act}>
                <ActLine
                  act={act}
                  state={chosen === act.act_id ? 'open' : 'closed'}
                  onChoose={() => {
                    undo.reset();
                    setChosen(chosen === act.act_id ? null : act.act_id);
                  }}
                />
                {chosen === act.act_id && (
                  <Outlook
                    act={act}
                    error={undo.error}
                    work={undo.isPending ? 'running' : 'none'}
                    onUndo={(reason) => undo.mutate({ act, reason })}
                  />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Answered>
  );
}

function ActLine({ act, state, onChoose }: { act: Act; state: 'open' | 'closed'; onChoose: () => void }) {
  const { t, locale } = useWords();
  const word = t as unknown as (key: string, args: object) => string;
  const countOf = (by: string, count: number) => {
    if (by.endsWith('undo_import') || by === 'import.undo') return t('undo.files', { count });
    return by === 'letters.cancel' ? t('undo.letters', { count }) : t('undo.postings', { count });
  };
  const names = act.names.filter(Boolean).join(', ') || t('undo.everybody');
  const args = { names: act.count > act.names.length ? t('undo.more', { names }) : names };
  return (
    <button type="button" className={classes.line} aria-expanded={state === 'open'} onClick={onChoose}>
      <IconArrowBackUp size={16} aria-hidden />
      <span className={classes.what}>{word(`undo.act.${act.command.replaceAll('.', '_')}`, args)}</span>
      <span className={classes.figure}>
        {act.amount_minor !== null && act.currency !== null ? (
          <MoneyText money={{ minor: act.amount_minor, currency: act.currency }} showCurrency="yes" />
        ) : (
          act.count > 1 && countOf(act.by, act.count)
        )}
      </span>
      <time className={classes.at} dateTime={act.at}>
        {formatInstant(act.at, locale)}
      </time>
    </button>
  );
}

type OutlookProps = {
  act: Act;
  error: RefusedError | null;
  work: 'running' | 'none';
  onUndo: (reason: string) => void;
};

/** The book does the undo and takes it back at once, so that this is what really would happen. */
function Outlook({ act, error, work, onUndo }: OutlookProps) {
  const { t } = useWords();
  const outlook = useAsk('undo.check', { act_id: act.act_id });
  const [reason, setReason] = useState('');
  return (
    <div className={classes.outlook}>
      <Answered answer={outlook}>
        {(data) =>
          data.refusal ? (
            <UndoOutlookView by={act.by} outlook={data} />
          ) : (
            <form
              className={classes.form}
              onSubmit={(event) => {
                event.preventDefault();
                onUndo(reason);
              }}
            >
              <UndoOutlookView by={act.by} outlook={data} />
              <TextInput
                label={t('undo.reason')}
                required={NEEDS_REASON.includes(act.by)}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
              {error && <Problem error={error} />}
              <div>
                <Button type="submit" color="red" variant="default" loading={work === 'running'}>
                  {t('undo.now')}
                </Button>
              </div>
            </form>
          )
        }
      </Answered>
    </div>
  );
}
