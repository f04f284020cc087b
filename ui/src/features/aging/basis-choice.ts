import { useState } from 'react';
import { useAgingCompanies } from '../../data/aging-companies';
import { useDesk } from '../../data/desk';
import { useListing, useOpenListing } from '../../data/listing';
import { usePool } from '../../data/pool';
import { useStored } from '../../data/stored';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { START } from './aging-grid';
import type { AgeBy, AgingRun } from './types';

/**
 * What the list shows: the stored figures as they were counted, a basis chosen instead (then computed from the facts),
 * or one run of the history.
 */
export function useBasisChoice() {
  const { t } = useWords();
  const { asOf, mode, setAsOf } = useDesk();
  const { pool } = usePool();
  const definitions = useAsk('aging.definitions', {});
  const [definition, setDefinition] = useStored<string | null>('aging.definition', null);
  const [by, setBy] = useStored<AgeBy | 'stored'>('aging.counted', 'stored');
  const { companies, others, here, setCompanies } = useAgingCompanies();
  const [opened, setOpened] = useState<AgingRun | null>(null);
  const [storedBy, setStoredBy] = useState<AgeBy>('due');
  const known = definitions.data?.definitions.find((other) => other.id === definition);
  // Another day in the top bar leaves the run: the window never shows two days at once.
  const run = opened?.as_of === asOf ? opened : null;
  const listing = useListing('aging.list', 'aging.page', {
    definition: known?.id ?? null,
    by: by === 'stored' ? 'due' : by,
    as_of: mode === 'past' || by !== 'stored' ? asOf : null,
    promises: 'respected',
    run_id: run?.run_id ?? null,
    pool,
    ...(companies.length > 0 && { companies }),
  });
  const head = useOpenListing(listing, START);
  if (head.data?.stored && run === null && head.data.by !== storedBy) setStoredBy(head.data.by);
  return {
    listing,
    head,
    run,
    companies,
    others,
    here,
    chooseCompanies: (next: readonly string[]) => {
      setOpened(null);
      setCompanies(next);
    },
    definition: known?.id ?? null,
    // A pool may have a definition of its own: what is updated, and whose history is shown, is what the list shows.
    shownDefinition: known?.id ?? head.data?.definition ?? definitions.data?.default_definition ?? null,
    definitions: (definitions.data?.definitions ?? []).map(({ id, description }) => ({
      value: id,
      label: description || (id === 'standard' ? t('aging.standard') : id),
    })),
    by: head.data?.by ?? (by === 'stored' ? storedBy : by),
    chooseDefinition: (id: string | null) => {
      setOpened(null);
      setDefinition(id);
    },
    chooseBy: (next: AgeBy) => {
      setOpened(null);
      setBy(next === storedBy ? 'stored' : next);
    },
    openRun: (next: AgingRun) => {
      setOpened(next);
      setAsOf(next.as_of);
    },
    leaveRun: () => {
      setOpened(null);
      setAsOf(null);
    },
    /** After a run of one's own the list shows what was stored. */
    showStored: () => {
      setOpened(null);
      setBy('stored');
    },
  };
}
