import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { Day } from '../kit/format/day';
import type { DeskState } from '../wire/generated/DeskState';

type Desk = {
  state: DeskState;
  /** The day that the whole window shows. */
  asOf: Day;
  /** A past day is for reading: what happened later is invisible to it, so nothing may be decided on it. */
  mode: 'today' | 'past';
  /** `null` goes back to today. */
  setAsOf: (day: Day | null) => void;
};

const DeskContext = createContext<Desk | null>(null);

/** Gives the open book, the user and the as-of day to everything below. */
export function DeskProvider({ state, children }: { state: DeskState; children: ReactNode }) {
  const [chosen, setChosen] = useState<Day | null>(null);
  const desk = useMemo<Desk>(() => {
    const past = chosen !== null && chosen !== state.today;
    return { state, asOf: past ? chosen : state.today, mode: past ? 'past' : 'today', setAsOf: setChosen };
  }, [state, chosen]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk needs a DeskProvider above it.');
  return desk;
}
