import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { tagsShownBy } from '../../data/client';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { FactBox } from '../../kit/side';
import { Answered } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import classes from './customers.module.css';

type LetterRow = ResponseOf<'letters.page'>['rows'][number];
type Kept = { ok: LetterRow[]; tags: readonly string[] };

const SHOWN = 6;

/** The customer's newest letters; each leads to its run. */
export function LettersBox({ account }: { account: string }) {
  const { t } = useWords();
  const letters = useQuery<Kept, RefusedError, LetterRow[]>({
    queryKey: ['letters of', account],
    queryFn: async () => ({ ok: await newest(account), tags: tagsShownBy('letters.list') }),
    select: (kept) => kept.ok,
  });
  return (
    <FactBox title={t('customers.letters')}>
      <Answered answer={letters}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={classes.quiet}>{t('customers.noLetterYet')}</p>
          ) : (
            <ul>
              {rows.map((row) => (
                <li key={row.letter_id} className={classes.letter}>
                  <Link to="/letters/$run" params={{ run: String(row.run_id) }}>
                    {t(`customers.letterCode.${row.code}`)}
                  </Link>
                  <DayText day={row.letter_on} />
                  <MoneyText money={{ minor: row.total_minor, currency: row.currency }} showCurrency="yes" />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </FactBox>
  );
}

async function newest(account: string): Promise<LetterRow[]> {
  const { ok } = await send('letters.list', {
    run_id: null,
    account,
    status: ['posted'],
    code: null,
    printed: null,
    filters: [],
    search: '',
    sort: { column: 'letter_on', order: 'descending' },
  });
  if (ok.count === 0) return [];
  return (await send('letters.page', { handle: ok.handle, offset: 0, limit: SHOWN })).ok.rows;
}
