import type { Checkpoint, HoldParameters, Rank, Rule } from './types';

/** What a test changes of the rules of the book. */
export type Tried = {
  changed: readonly Rule[];
  without: readonly number[];
  /** Other checkpoints; those of the book where missing. */
  checkpoints?: readonly Checkpoint[] | undefined;
  /** Other parameters; those of the book where missing. */
  parameters?: HoldParameters | undefined;
  /** Other ranks; those of the book where missing. */
  ranks?: { terms: Rank[]; discounts: Rank[] } | undefined;
};

export const NOTHING_TRIED: Tried = { changed: [], without: [] };

/** The rule as it is tried: put in the place of the one with its id, or added where it is new. */
export function withRule(tried: Tried, rule: Rule, at: number | null): Tried {
  const same = (other: Rule, index: number) => (rule.id === 0 ? index === at : other.id === rule.id);
  const known = tried.changed.some(same);
  return {
    ...tried,
    changed: known
      ? tried.changed.map((other, index) => (same(other, index) ? rule : other))
      : [...tried.changed, rule],
    without: tried.without.filter((id) => id !== rule.id),
  };
}

/** The rule is left out; a change of it says nothing any more. */
export function leftOut(tried: Tried, id: number): Tried {
  return { ...tried, changed: tried.changed.filter((rule) => rule.id !== id), without: [...tried.without, id] };
}

/** The rule as the book has it. */
export function asItIs(tried: Tried, id: number): Tried {
  return {
    ...tried,
    changed: tried.changed.filter((rule) => rule.id !== id),
    without: tried.without.filter((other) => other !== id),
  };
}

/** A new rule is taken away again. */
export function withoutNew(tried: Tried, rule: Rule): Tried {
  return { ...tried, changed: tried.changed.filter((other) => other !== rule) };
}
