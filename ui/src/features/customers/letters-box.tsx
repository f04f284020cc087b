import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { tagsShownBy } from '../../data/client';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import type { Day } from '../../kit/format/day';
import { FactBox } from '../../kit/side';
import { Answered } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import classes from './customers.module.css';

type LetterRow = ResponseOf<'letters.page'>['rows'][number];
type Kept = { ok: LetterRow[]; tags: readonly string[] };

const SHOWN = 6;

/** The customer's newest letters; each opens in the journal of all letters. */
export function LettersBox({ account, asOf, onExplain }: { account: string; asOf: Day; onExplain: () => void }) {
  const { t } = useWords();
  const letters = useQuery<Kept, RefusedError, LetterRow[]>({
    queryKey: ['letters of', account, asOf],
    queryFn: async () => ({ ok: await newest(account, asOf), tags: tagsShownBy('letters.list') }),
    select: (kept) => kept.ok,
  });
  return (
    <FactBox
      id="letters"
      title={t('customers.letters')}
      asOf={asOf}
      why={
        <Button variant="subtle" size="compact-xs" onClick={onExplain}>
          {t('customers.explain')}
        </Button>
      }
    >
      <Answered answer={letters}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={classes.quiet}>{t('customers.noLetterYet')}</p>
          ) : (
            <ul>
              {rows.map((row) => (
                <li key={row.letter_id} className={classes.letter}>
                  <Link to="/letter-journal/$letter" params={{ letter: String(row.letter_id) }}>
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

/** What was sent later is invisible to a past day. */
async function newest(account: string, asOf: Day): Promise<LetterRow[]> {
  const { ok } = await send('letters.list', {
    run_id: null,
    account,
    status: ['posted'],
    code: null,
    printed: null,
    filters: [{ column: 'letter_on', test: 'at_most', value: asOf }],
    search: '',
    sort: { column: 'letter_on', order: 'descending' },
  });
  if (ok.count === 0) return [];
  return (await send('letters.page', { handle: ok.handle, offset: 0, limit: SHOWN })).ok.rows;
}
