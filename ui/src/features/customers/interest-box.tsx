import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { tagsShownBy } from '../../data/client';
import { useDesk } from '../../data/desk';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { FactBox } from '../../kit/side';
import { Answered } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import classes from './customers.module.css';

type NoteRow = ResponseOf<'interest.page'>['rows'][number];
type Kept = { ok: NoteRow[]; tags: readonly string[] };

const SHOWN = 4;

/** The customer's newest interest notes, as they stand today; each leads to its page. */
export function InterestBox({ account }: { account: string }) {
  const { t } = useWords();
  const { state } = useDesk();
  const notes = useQuery<Kept, RefusedError, NoteRow[]>({
    queryKey: ['interest of', account],
    queryFn: async () => ({ ok: await newest(account), tags: tagsShownBy('interest.notes') }),
    select: (kept) => kept.ok,
  });
  return (
    <FactBox
      title={t('interest.ofCustomerBox')}
      asOf={state.today}
      why={
        <Link to="/interest" search={{ account } as never}>
          {t('interest.showAll')}
        </Link>
      }
    >
      <Answered answer={notes}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={classes.quiet}>{t('interest.noNoteYet')}</p>
          ) : (
            <ul>
              {rows.map((row) => (
                <li key={row.note_id} className={classes.letter}>
                  <Link to="/interest-notes/$note" params={{ note: String(row.note_id) }}>
                    {row.note_no ?? t('interest.noneYet')}
                  </Link>
                  <DayText day={row.to_on} />
                  <MoneyText money={{ minor: row.interest_minor, currency: row.currency }} showCurrency="yes" />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </FactBox>
  );
}

async function newest(account: string): Promise<NoteRow[]> {
  const { ok } = await send('interest.notes', {
    run_id: null,
    account,
    status: [],
    search: '',
    filters: [],
    sort: null,
  });
  if (ok.count === 0) return [];
  return (await send('interest.page', { handle: ok.handle, offset: 0, limit: SHOWN })).ok.rows;
}
