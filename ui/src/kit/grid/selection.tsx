import { Checkbox } from '@mantine/core';
import type { ColDef, ICellRendererParams } from 'ag-grid-community';
import type { TFunction } from 'i18next';
import { type Chosen, chosenCount, isChosen, NONE_CHOSEN, type RowId, toggled } from '../../data/listing';
import { useWords } from '../../i18n';
import { type GridRow, isTotals } from './columns';
import classes from './grid.module.css';

/** How the check boxes reach the choice: through functions, so that a choice does not rebuild the columns. */
export type SelectionContext<Row> = {
  chosen: () => Chosen;
  count: () => number;
  idOf: (row: Row) => RowId;
  set: (chosen: Chosen) => void;
};

/** The column of check boxes; its heading chooses everything that the filter shows, loaded or not. */
export function selectionColumn<Row>(t: TFunction, context: SelectionContext<Row>): ColDef<GridRow<Row>> {
  return {
    colId: '_choice',
    headerName: t('kit.choice'),
    width: 40,
    minWidth: 40,
    maxWidth: 40,
    pinned: 'left',
    lockPosition: 'left',
    cellClass: classes.choice,
    sortable: false,
    resizable: false,
    suppressMovable: true,
    headerComponent: ChooseAll,
    headerComponentParams: { context },
    cellRendererSelector: ({ data }) =>
      data && !isTotals(data) ? { component: ChooseOne, params: { selection: context } } : undefined,
  };
}

function ChooseAll<Row>({ context }: { context: SelectionContext<Row> }) {
  const { t } = useWords();
  const picked = chosenCount(context.chosen(), context.count());
  const all = picked > 0 && picked === context.count();
  return (
    <Checkbox
      aria-label={t('kit.chooseAll')}
      checked={all}
      indeterminate={picked > 0 && !all}
      onChange={() => context.set(all ? NONE_CHOSEN : { mode: 'all', except: [] })}
    />
  );
}

type ChooseOneParams<Row> = ICellRendererParams<GridRow<Row>> & { selection: SelectionContext<Row> };

function ChooseOne<Row>({ data, selection }: ChooseOneParams<Row>) {
  const { t } = useWords();
  if (!data || isTotals(data)) return null;
  const id = selection.idOf(data.row);
  return (
    <Checkbox
      tabIndex={-1}
      aria-label={t('kit.chooseRow')}
      checked={isChosen(selection.chosen(), id)}
      onChange={() => selection.set(toggled(selection.chosen(), id))}
    />
  );
}
