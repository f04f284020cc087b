import { ActionIcon, Autocomplete, Button, NumberInput, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import classes from './rules.module.css';
import type { HoldPolicy, Rank } from './types';

export type Ranks = { terms: Rank[]; discounts: Rank[] };

/** The ranks of the book. */
export function ranksOf(policy: HoldPolicy): Ranks {
  return { terms: policy.terms_ranks, discounts: policy.discount_ranks };
}

/** Terms of payment and cash discounts by how risky they are for the seller. */
export function RanksForm({ policy }: { policy: HoldPolicy }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const save = useAct('rules.ranks_save');
  const problem = useFieldProblems(save.error);
  const [ranks, setRanks] = useState(() => ranksOf(policy));
  const changed = JSON.stringify(ranks) !== JSON.stringify(ranksOf(policy));
  const { check_terms_rank, check_discount_rank } = policy.parameters;
  return (
    <form
      className={classes.part}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(ranks);
      }}
    >
      <p className={classes.about}>{t('rules.ranks.about')}</p>
      {!check_terms_rank && !check_discount_rank && <Note>{t('rules.ranks.off')}</Note>}
      <RankLists ranks={ranks} discounts={policy.discounts} problem={problem} onChange={setRanks} />
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('rules.ranks.save')}
        </Button>
        {changed && (
          <Button variant="default" onClick={() => setRanks(ranksOf(policy))}>
            {t('rules.parameters.discard')}
          </Button>
        )}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

type RankListsProps = {
  ranks: Ranks;
  /** Codes of cash discounts that customers have. */
  discounts: readonly string[];
  problem: (field: string) => string | undefined;
  onChange: (ranks: Ranks) => void;
};

/** Both lists of ranks, as they are kept or as they are tried. */
export function RankLists({ ranks, discounts, problem, onChange }: RankListsProps) {
  const { t } = useWords();
  const terms = useAsk('terms.list', {});
  const [discount, setDiscount] = useState('');
  const rest = (terms.data?.terms ?? []).filter(({ id }) => !ranks.terms.some(({ code }) => code === id));
  const add = (list: keyof Ranks, code: string) =>
    onChange({ ...ranks, [list]: [...ranks[list], { code, rank: nextRank(ranks[list]) }] });
  const put = (list: keyof Ranks) => (rows: Rank[]) => onChange({ ...ranks, [list]: rows });
  return (
    <div className={classes.columns}>
      <RankList
        title={t('rules.ranks.terms')}
        rows={ranks.terms}
        error={problem('terms')}
        onChange={put('terms')}
        adder={
          <Select
            label={t('rules.ranks.addTerms')}
            data={rest.map(({ id, description }) => ({
              value: id,
              label: description ? `${id} · ${description}` : id,
            }))}
            value={null}
            disabled={rest.length === 0}
            onChange={(code) => code && add('terms', code)}
          />
        }
      />
      <RankList
        title={t('rules.ranks.discounts')}
        rows={ranks.discounts}
        error={problem('discounts')}
        onChange={put('discounts')}
        adder={
          <div className={classes.adder}>
            <Autocomplete
              label={t('rules.ranks.addDiscount')}
              data={discounts.filter((code) => !ranks.discounts.some((rank) => rank.code === code))}
              value={discount}
              onChange={setDiscount}
            />
            <Button
              variant="default"
              disabled={discount.trim() === ''}
              onClick={() => {
                add('discounts', discount.trim());
                setDiscount('');
              }}
            >
              {t('rules.ranks.add')}
            </Button>
          </div>
        }
      />
    </div>
  );
}

/** A new row is riskier than those before it, until somebody says otherwise. */
function nextRank(rows: readonly Rank[]): number {
  return rows.reduce((most, { rank }) => Math.max(most, rank), 0) + 10;
}

type RankListProps = {
  title: string;
  rows: readonly Rank[];
  error: string | undefined;
  onChange: (rows: Rank[]) => void;
  adder: ReactNode;
};

function RankList({ title, rows, error, onChange, adder }: RankListProps) {
  const { t } = useWords();
  return (
    <Section title={title}>
      {error && (
        <div className={classes.note} role="alert">
          {error}
        </div>
      )}
      {rows.length === 0 ? (
        <Note>{t('rules.ranks.none')}</Note>
      ) : (
        <Table
          label={title}
          rows={rows}
          keyOf={(row) => `${row.code} ${rows.indexOf(row)}`}
          columns={[
            { id: 'code', header: t('rules.ranks.code'), cell: (row) => row.code },
            {
              id: 'rank',
              header: t('rules.ranks.rank'),
              cell: (row) => (
                <NumberInput
                  w={110}
                  aria-label={t('rules.ranks.rankOf', { code: row.code })}
                  allowDecimal={false}
                  value={row.rank}
                  onChange={(rank) =>
                    typeof rank === 'number' &&
                    onChange(rows.map((other) => (other === row ? { ...row, rank } : other)))
                  }
                />
              ),
            },
            {
              id: 'remove',
              header: '',
              align: 'right',
              cell: (row) => (
                <ActionIcon
                  variant="subtle"
                  aria-label={t('rules.ranks.remove', { code: row.code })}
                  onClick={() => onChange(rows.filter((other) => other !== row))}
                >
                  <IconX size={14} />
                </ActionIcon>
              ),
            },
          ]}
        />
      )}
      {adder}
    </Section>
  );
}
