import type { ColDef, ICellRendererParams } from 'ag-grid-community';
import type { TFunction } from 'i18next';
import { type Chosen, chosenCount, isChosen, NONE_CHOSEN, type RowId, toggled } from '../../data/listing';
import classes from './grid.module.css';
import { type GridRow, isTotals } from './rows';

/** The choice of a list. The check boxes read it, so that another choice rebuilds neither columns nor rows. */
export type Selection<Row> = {
  chosen: () => Chosen;
  count: () => number;
  idOf: (row: Row) => RowId;
  set: (chosen: Chosen) => void;
  words: { all: string; one: string };
};

const ID = 'data-row-id';

/** The column of check boxes; its heading chooses everything that the filter shows, loaded or not. */
export function selectionColumn<Row>(t: TFunction, selection: Selection<Row>): ColDef<GridRow<Row>> {
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
    headerComponentParams: { selection },
    cellRendererSelector: ({ data }) =>
      data && !isTotals(data) ? { component: chooseOne, params: { selection } } : undefined,
  };
}

function box(label: string): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'checkbox';
  input.className = classes.box ?? '';
  input.setAttribute('aria-label', label);
  return input;
}

/** A row's check box; the keyboard turns it over with the space bar on any cell. */
function chooseOne<Row>({
  data,
  selection,
}: ICellRendererParams<GridRow<Row>> & { selection: Selection<Row> }): HTMLElement | string {
  if (!data || isTotals(data)) return '';
  const id = selection.idOf(data.row);
  const input = box(selection.words.one);
  input.tabIndex = -1;
  input.setAttribute(ID, JSON.stringify(id));
  input.checked = isChosen(selection.chosen(), id);
  input.addEventListener('change', () => selection.set(toggled(selection.chosen(), id)));
  return input;
}

/** A heading as the grid library takes it. */
class ChooseAll<Row> {
  private input = document.createElement('input');

  init({ selection }: { selection: Selection<Row> }): void {
    this.input = box(selection.words.all);
    markAll(this.input, selection);
    this.input.addEventListener('change', () => {
      const count = selection.count();
      const every = count > 0 && chosenCount(selection.chosen(), count) === count;
      selection.set(every ? NONE_CHOSEN : { mode: 'all', except: [] });
    });
  }

  getGui(): HTMLElement {
    return this.input;
  }

  refresh(): boolean {
    return true;
  }
}

function markAll<Row>(input: HTMLInputElement, selection: Selection<Row>): void {
  const count = selection.count();
  const picked = chosenCount(selection.chosen(), count);
  input.checked = picked > 0 && picked === count;
  input.indeterminate = picked > 0 && picked < count;
}

/** Brings the boxes and rows in sight to the choice. */
export function showChoice<Row>(frame: HTMLElement, selection: Selection<Row>): void {
  const chosen = selection.chosen();
  for (const input of frame.querySelectorAll<HTMLInputElement>(`input.${classes.box}`)) {
    const id = input.getAttribute(ID);
    if (id === null) markAll(input, selection);
    else {
      input.checked = isChosen(chosen, JSON.parse(id) as RowId);
      const index = input.closest('[row-index]')?.getAttribute('row-index');
      // A row has a part in the pinned columns and one in the others.
      for (const part of frame.querySelectorAll(`.ag-row[row-index="${index}"]`)) {
        part.classList.toggle(classes.chosenRow ?? '', input.checked);
      }
    }
  }
}
