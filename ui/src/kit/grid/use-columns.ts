import { useMemo } from 'react';
import { useStored } from '../../data/stored';
import type { Column } from './columns';
import type { ColumnState } from './toolbar';

type GridColumnState = { colId: string; width?: number | null; hide?: boolean | null };

/** A column that a later version added is shown where it was declared; one that is gone is forgotten. */
export function mergeStates<Row>(columns: readonly Column<Row>[], stored: readonly ColumnState[]): ColumnState[] {
  const merged = stored.flatMap<ColumnState>((state) => {
    const column = columns.find((other) => other.id === state.id);
    if (!column) return [];
    return [column.show === 'always' ? { ...state, show: 'yes' } : state];
  });
  for (const [index, column] of columns.entries()) {
    if (merged.some((state) => state.id === column.id)) continue;
    merged.splice(index, 0, { id: column.id, show: column.show === 'on_request' ? 'no' : 'yes' });
  }
  return merged;
}

/** One value for ever: a new list at every render would build the grid's columns anew each time. */
const AS_DECLARED: readonly ColumnState[] = [];

/** The order, width and visibility of a list's columns, remembered on this desk. */
export function useColumnStates<Row>(id: string, columns: readonly Column<Row>[]) {
  const [stored, setStored] = useStored<readonly ColumnState[]>(`grid.${id}`, AS_DECLARED);
  const states = useMemo(() => mergeStates(columns, stored), [columns, stored]);
  const ordered = useMemo(
    () =>
      states.flatMap((state) => {
        const column = columns.find((other) => other.id === state.id);
        return column ? [{ column, state }] : [];
      }),
    [states, columns],
  );
  return {
    states,
    ordered,
    set: setStored,
    reset: () => setStored([]),
    /** Takes over what was dragged in the header of the grid. */
    take: (moved: readonly GridColumnState[]) =>
      setStored(
        moved
          .filter((state) => columns.some((column) => column.id === state.colId))
          .map(({ colId, width, hide }) => ({ id: colId, width: width ?? undefined, show: hide ? 'no' : 'yes' })),
      ),
  };
}
