import { createGrid, type GridApi, type GridOptions } from 'ag-grid-community';
import { useEffect, useRef } from 'react';
import classes from './grid.module.css';
import { GRID_MODULES } from './modules';

/** What may change while the grid stands. */
type Followed = 'columnDefs' | 'pinnedBottomRowData' | 'rowHeight';

type SurfaceProps<Data> = {
  /** What the list is, for people who do not see it. */
  label: string;
  /** Read when the grid is made. Its handlers must read what is new by themselves. */
  options: Omit<GridOptions<Data>, Followed>;
  followed: Pick<GridOptions<Data>, Followed>;
  onReady: (api: GridApi<Data>, frame: HTMLElement) => void;
  onGone: () => void;
};

/**
 * The grid library itself. Its React edition makes a component of every row and cell, which costs a jump in a long list
 * some ten times of what the elements themselves do.
 */
export function GridSurface<Data>({ label, options, followed, onReady, onGone }: SurfaceProps<Data>) {
  const frame = useRef<HTMLDivElement>(null);
  const api = useRef<GridApi<Data> | null>(null);
  const shown = useRef(followed);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a grid is made once; what changes is followed below.
  useEffect(() => {
    if (!frame.current) return;
    shown.current = followed;
    const made = createGrid<Data>(frame.current, { ...options, ...followed }, { modules: GRID_MODULES });
    api.current = made;
    // The grid library takes no name for its table; without one it is nameless to a screen reader.
    frame.current.querySelector('[role="grid"], [role="treegrid"]')?.setAttribute('aria-label', label);
    onReady(made, frame.current);
    return () => {
      onGone();
      api.current = null;
      made.destroy();
    };
  }, []);

  const { columnDefs, pinnedBottomRowData, rowHeight } = followed;
  useEffect(() => {
    const next = { columnDefs, pinnedBottomRowData, rowHeight };
    const changed = (Object.keys(next) as Followed[]).filter((key) => next[key] !== shown.current[key]);
    shown.current = next;
    if (changed.length > 0) {
      api.current?.updateGridOptions(Object.fromEntries(changed.map((key) => [key, next[key]])));
    }
  }, [columnDefs, pinnedBottomRowData, rowHeight]);

  return <div className={classes.surface} ref={frame} />;
}
