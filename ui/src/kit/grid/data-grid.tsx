import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CellKeyDownEvent, FullWidthCellKeyDownEvent, GridOptions } from 'ag-grid-community';
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useDesk } from '../../data/desk';
import {
  type Chosen,
  chosenCount,
  type FilterBy,
  isChosen,
  type Listing,
  type ListingQuery,
  type ListingTotals,
  NONE_CHOSEN,
  type OpenListing,
  type RowId,
  type SortBy,
  toggled,
} from '../../data/listing';
import { useStored } from '../../data/stored';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../actions';
import { Loading, Note, Problem } from '../states';
import { gridTheme } from '../theme/grid';
import { type Column, textOf, toColDef } from './columns';
import { COPY_LIMIT, chosenRows, toCells } from './copy';
import { FilterBar } from './filter-bar';
import classes from './grid.module.css';
import { PortalHost, Portals } from './portals';
import { type GridRow, isTotals } from './rows';
import { type Selection, selectionColumn, showChoice } from './selection';
import { GridSurface } from './surface';
import { ColumnChooser, type Density, DensitySwitch, type ExportFormat, ExportMenu, QuickSearch } from './toolbar';
import { useColumnStates } from './use-columns';
import { type ExportFrom, useGridExport } from './use-grid-export';
import { useRows } from './use-rows';
import { useWidths } from './use-widths';
import { type Seen, ViewsMenu } from './views';

const ROW_HEIGHT: Record<Density, number> = { normal: 32, tight: 26 };
const BLOCK_ROWS = 100;

/** What is open when a row is opened: enough to walk on from there. */
export type Opened = { index: number; count: number; query: ListingQuery };

/** The rows that were chosen; `rows` fetches them, also those that were never scrolled to. */
export type Picked<Row> = { chosen: Chosen; count: number; rows: () => Promise<Row[]>; clear: () => void };

type DataGridProps<Row, Open extends OpenListing> = {
  /** Under this name columns and density are remembered. */
  id: string;
  /** What the list is, for people who do not see it. */
  label: string;
  listing: Listing<Row, Open>;
  /** The totals lines of an open list, by column. */
  totalsOf?: (open: Open) => ListingTotals[];
  /** The same for a list whose totals take longer than its rows: they are asked for once the rows are there. */
  totalsLater?: (open: Open) => Promise<ListingTotals[]>;
  columns: readonly Column<Row>[];
  idOf: (row: Row) => RowId;
  initialSort?: SortBy;
  onOpen?: (row: Row, opened: Opened) => void;
  /** Told of what is listed now, by a page that prints or counts what its list shows. */
  onListed?: (open: Open) => void;
  /** Told of the row under the pointer or the focus, by a list that says more of it elsewhere on the page. */
  onPoint?: (row: Row) => void;
  /** Shown when the list has no rows although nothing was filtered. */
  empty: ReactNode;
  /** Several rows can be chosen, and these are the acts on them. */
  acts?: (picked: Picked<Row>) => ReactNode;
  /** Where an export is written from; `onExport` takes it over for a list that writes more than it shows. */
  exportFrom?: ExportFrom;
  onExport?: (open: Open, format: ExportFormat) => void;
  /** A second list of a page leaves the keys of lists to the first one, and has one of its own that leads to its rows. */
  ownKey?: { keys: string; label: string };
  /** Further controls at the left of the tools. */
  tools?: ReactNode;
};

/** The one list of the window: virtual rows, totals, sort, filter, search, choice, copy and export. */
export function DataGrid<Row, Open extends OpenListing>(props: DataGridProps<Row, Open>) {
  const { id, listing, columns, idOf, onOpen, totalsOf } = props;
  const { t, locale } = useWords();
  const { state } = useDesk();
  const [sort, setSort] = useState<SortBy | null>(props.initialSort ?? null);
  const [filters, setFilters] = useState<FilterBy[]>([]);
  const [search, setSearch] = useState('');
  const settled = useDeferredValue(search);
  const query = useMemo<ListingQuery>(() => ({ sort, filters, search: settled.trim() }), [sort, filters, settled]);
  const { widths, grow } = useWidths(columns, locale);
  const { open, datasource, api, attach } = useRows(listing, query, grow);
  const [density, setDensity] = useStored<Density>('grid.density', 'normal');
  const shown = useColumnStates(id, columns);
  const [chosen, setChosen] = useState<Chosen>(NONE_CHOSEN);
  const frame = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState('');
  const [views, setViews] = useState<'open' | 'closed'>('closed');
  const file = useGridExport();
  const count = open.data?.count ?? 0;
  const { onListed } = props;
  useEffect(() => {
    if (open.data) onListed?.(open.data);
  }, [open.data, onListed]);

  // Another filter shows other rows: a choice made on the old ones must not act on the new ones.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query is the trigger.
  useEffect(() => setChosen(NONE_CHOSEN), [query, listing]);

  const latest = useRef({ chosen, count, open: open.data, query });
  latest.current = { chosen, count, open: open.data, query };
  const live = useRef({ onOpen, idOf, onPoint: props.onPoint });
  live.current = { onOpen, idOf, onPoint: props.onPoint };

  const openRow = useMemo(
    () => (row: Row, index: number) =>
      live.current.onOpen?.(row, { index, count: latest.current.count, query: latest.current.query }),
    [],
  );
  const selection = useMemo<Selection<Row>>(
    () => ({
      chosen: () => latest.current.chosen,
      count: () => latest.current.count,
      idOf: (row) => live.current.idOf(row),
      set: setChosen,
      words: { all: t('kit.chooseAll'), one: t('kit.chooseRow') },
    }),
    [t],
  );
  const [portals] = useState(() => new Portals());
  const canOpen = onOpen !== undefined;
  const columnDefs = useMemo(() => {
    const words = { totals: (currency: string) => t('kit.totalIn', { currency }), none: t('kit.none') };
    const context = { locale, words, portals, onOpen: canOpen ? openRow : undefined };
    const visible = shown.ordered.map(({ column, state: { show, width } }) => ({
      ...toColDef(column, context, widths[column.id]),
      hide: show === 'no',
      ...(width ? { width, flex: undefined } : {}),
    }));
    return [selectionColumn<Row>(t, selection), ...visible];
  }, [shown.ordered, locale, t, canOpen, openRow, selection, widths, portals]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: read from the ref; the choice and the count are the triggers.
  useEffect(() => {
    if (frame.current) showChoice(frame.current, selection);
  }, [chosen, count, selection]);

  const visibleColumns = () =>
    shown.ordered
      .filter((entry) => entry.state.show === 'yes' && entry.column.file !== 'no')
      .map((entry) => entry.column);
  const copy = async () => {
    const { chosen: which, open: listed } = latest.current;
    const focused = api.current?.getFocusedCell();
    let text = '';
    if (listed && chosenCount(which, listed.count) > 0) {
      const rows = await chosenRows(listing, listed, which, idOf, COPY_LIMIT);
      text = toCells(visibleColumns(), rows, locale);
      setCopied(
        rows.length < chosenCount(which, listed.count)
          ? t('kit.copiedFirst', { count: rows.length })
          : t('kit.copiedRows', { count: rows.length }),
      );
    } else if (focused) {
      const data = api.current?.getDisplayedRowAtIndex(focused.rowIndex)?.data;
      const column = columns.find((other) => other.id === focused.column.getColId());
      if (!data || isTotals(data) || !column) return;
      text = textOf(column, data.row, locale).replaceAll('\u2212', '-');
      setCopied(t('kit.copiedCell'));
    }
    if (text === '') return;
    await navigator.clipboard.writeText(text);
    setTimeout(() => setCopied(''), 3000);
  };

  const onCellKeyDown = (event: CellKeyDownEvent<GridRow<Row>> | FullWidthCellKeyDownEvent<GridRow<Row>>) => {
    const key = event.event as KeyboardEvent | null | undefined;
    if (!key || !event.data || isTotals(event.data)) return;
    const { row } = event.data;
    if (key.key === 'Enter') openRow(row, event.rowIndex ?? 0);
    else if (key.key === ' ') setChosen(toggled(latest.current.chosen, idOf(row)));
    else if (key.key === 'c' && (key.ctrlKey || key.metaKey)) void copy();
    else return;
    key.preventDefault();
  };

  const canExport = props.onExport !== undefined || props.exportFrom !== undefined;
  const write = (format: ExportFormat) => {
    const { open: listed } = latest.current;
    if (!listed) return;
    if (props.onExport) props.onExport(listed, format);
    else if (props.exportFrom) {
      file.run(listed, format, visibleColumns(), { from: props.exportFrom, name: props.label, listing, columns });
    }
  };
  const seen: Seen = { columns: shown.states, sort, filters, density };
  const see = (view: Seen) => {
    shown.set(view.columns);
    setFilters([...view.filters]);
    setDensity(view.density);
    setSort(view.sort);
    api.current?.applyColumnState(stateOf(view.sort));
  };

  const focusRows = () => {
    const first = api.current?.getAllDisplayedColumns()[1];
    if (first && count > 0) api.current?.setFocusedCell(0, first);
  };
  const pageKeys: Action[] = [
    {
      id: 'grid.search',
      label: t('kit.quickSearch'),
      group: 'page',
      keys: '/',
      run: () => searchField.current?.focus(),
    },
    { id: 'grid.rows', label: t('kit.toRows'), group: 'page', keys: 'ArrowDown', run: focusRows },
    {
      id: 'grid.all',
      label: t('kit.chooseAll'),
      group: 'page',
      keys: 'mod+a',
      run: () => setChosen({ mode: 'all', except: [] }),
    },
    { id: 'grid.views', label: t('kit.views'), group: 'page', keys: 'v', run: () => setViews('open') },
    ...(canExport
      ? [{ id: 'grid.export', label: t('kit.exportKey'), group: 'page' as const, keys: 'x', run: () => write('xlsx') }]
      : []),
  ];
  const { ownKey } = props;
  useActions(
    ownKey
      ? [{ id: `grid.rows.${id}`, label: ownKey.label, group: 'page', keys: ownKey.keys, run: focusRows }]
      : pageKeys,
  );

  const handlers = useRef({ onCellKeyDown, take: shown.take });
  handlers.current = { onCellKeyDown, take: shown.take };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read when the grid is made; what changes is read from refs.
  const options = useMemo<Omit<GridOptions<GridRow<Row>>, 'columnDefs' | 'pinnedBottomRowData' | 'rowHeight'>>(
    () => ({
      theme: gridTheme,
      rowModelType: 'infinite',
      datasource,
      cacheBlockSize: BLOCK_ROWS,
      maxBlocksInCache: 40,
      maxConcurrentDatasourceRequests: 2,
      blockLoadDebounceMillis: 15,
      infiniteInitialRowCount: Math.max(1, count),
      defaultColDef: { resizable: true, suppressHeaderMenuButton: true, comparator: () => 0 },
      rowClassRules: {
        [classes.chosenRow ?? '']: ({ data }) =>
          data !== undefined && !isTotals(data) && isChosen(latest.current.chosen, live.current.idOf(data.row)),
      },
      animateRows: false,
      suppressMultiSort: true,
      suppressDragLeaveHidesColumns: true,
      onSortChanged: (event) => setSort(sortOf(event.api.getColumnState())),
      onColumnMoved: (event) => event.finished && handlers.current.take(event.api.getColumnState()),
      onColumnResized: (event) =>
        event.finished && event.source === 'uiColumnResized' && handlers.current.take(event.api.getColumnState()),
      onCellMouseOver: ({ data }) => data && !isTotals(data) && live.current.onPoint?.(data.row),
      onCellFocused: ({ api: grid, rowIndex }) => {
        const data = rowIndex === null ? undefined : grid.getDisplayedRowAtIndex(rowIndex)?.data;
        if (data && !isTotals(data)) live.current.onPoint?.(data.row);
      },
      onCellKeyDown: (event) => handlers.current.onCellKeyDown(event),
      onRowDoubleClicked: ({ data, rowIndex }) => data && !isTotals(data) && openRow(data.row, rowIndex ?? 0),
      localeText: { ariaSortableColumn: t('kit.sortHint'), noRowsToShow: t('kit.noHits'), loadingOoo: '…' },
    }),
    [datasource, locale],
  );

  const listed = open.data;
  const asked = filters.length > 0 || query.search !== '';
  const picked = chosenCount(chosen, count);
  const later = useQuery<ListingTotals[]>({
    queryKey: ['totals', id, listed?.handle ?? null],
    queryFn: async () => (listed && props.totalsLater ? props.totalsLater(listed) : []),
    enabled: listed !== undefined && props.totalsLater !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  const totals = useMemo(
    () => (open.data && totalsOf ? totalsOf(open.data) : (later.data ?? [])).map((line) => ({ totals: line })),
    [open.data, totalsOf, later.data],
  );
  if (open.error && !open.data) return <Problem error={open.error} onRetry={() => open.refetch()} />;
  if (open.data && count === 0 && !asked) return <>{props.empty}</>;

  return (
    <div className={classes.frame}>
      <div className={classes.tools} role="toolbar" aria-label={t('kit.listTools')}>
        {picked > 0 && listed ? (
          <>
            <strong className="tabular">{t('kit.chosen', { count: picked })}</strong>
            {props.acts?.({
              chosen,
              count: picked,
              rows: () => chosenRows(listing, listed, chosen, idOf, listed.count),
              clear: () => setChosen(NONE_CHOSEN),
            })}
            <Tooltip label={t('kit.copyCells')}>
              <ActionIcon variant="default" size={30} aria-label={t('kit.copyCells')} onClick={() => void copy()}>
                <IconCopy size={16} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t('kit.chooseNone')}>
              <ActionIcon
                variant="default"
                size={30}
                aria-label={t('kit.chooseNone')}
                onClick={() => setChosen(NONE_CHOSEN)}
              >
                <IconX size={16} />
              </ActionIcon>
            </Tooltip>
          </>
        ) : (
          <>
            <QuickSearch value={search} onChange={setSearch} onLeave={focusRows} field={searchField} />
            <FilterBar
              columns={columns}
              filters={filters}
              onChange={setFilters}
              today={state.today}
              currency={state.book?.currency ?? 'EUR'}
            />
            {props.tools}
          </>
        )}
        {picked === 0 && <span className={classes.space} />}
        <span className={`tabular ${classes.count}`} role="status">
          {copied || (picked > 0 ? '' : t('kit.rows', { count }))}
        </span>
        {/* How the list looks is not asked while rows are marked: their acts need the room. */}
        {picked === 0 && (
          <>
            <ViewsMenu list={id} seen={seen} state={views} onState={setViews} onApply={see} />
            <ColumnChooser columns={columns} states={shown.states} onChange={shown.set} onReset={shown.reset} />
            <DensitySwitch value={density} onChange={setDensity} />
          </>
        )}
        {canExport && listed && <ExportMenu onExport={write} />}
      </div>
      {(file.error || file.done) && (
        <div className={classes.notes}>
          {file.error ? <Problem error={file.error} /> : <Note tone="good">{file.done}</Note>}
        </div>
      )}
      <div className={classes.grid} ref={frame}>
        <GridSurface<GridRow<Row>>
          key={locale}
          label={props.label}
          options={options}
          followed={{ columnDefs, pinnedBottomRowData: totals, rowHeight: ROW_HEIGHT[density] }}
          onReady={(ready) => {
            attach(ready);
            if (sort) ready.applyColumnState(stateOf(sort));
          }}
          onGone={() => attach(null)}
        />
        <PortalHost portals={portals} />
        {open.isFetching && (!open.data || open.isPlaceholderData) && (
          <div className={classes.waiting}>
            <Loading />
          </div>
        )}
        {asked && open.data && count === 0 && <p className={classes.noHits}>{t('kit.noHits')}</p>}
      </div>
    </div>
  );
}

/** The sort as the grid marks it in its headings. */
function stateOf(sort: SortBy | null) {
  return {
    state: sort
      ? [{ colId: sort.column, sort: sort.order === 'ascending' ? ('asc' as const) : ('desc' as const) }]
      : [],
    defaultState: { sort: null },
  };
}

type SortState = { colId: string; sort?: 'asc' | 'desc' | null };

/** The grid's own sort mark as the book takes it; a list is sorted by one column. */
function sortOf(states: readonly SortState[]): SortBy | null {
  const state = states.find((other) => other.sort);
  return state ? { column: state.colId, order: state.sort === 'asc' ? 'ascending' : 'descending' } : null;
}
