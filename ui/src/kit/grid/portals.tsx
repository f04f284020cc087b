import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import { type ReactNode, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { type GridRow, isTotals } from './rows';

type Shown = readonly { place: HTMLElement; node: ReactNode; key: string }[];

const NOTHING: Shown = [];

/**
 * The few cells that are drawn by React. All others are plain elements: a list shows some five hundred cells, and a
 * component for each of them costs more than everything else that a jump to another place does.
 */
export class Portals {
  private readonly held = new Map<HTMLElement, { node: ReactNode; key: string }>();
  private readonly listeners = new Set<() => void>();
  private snapshot: Shown = NOTHING;
  private next = 0;
  private told: 'yes' | 'no' = 'yes';

  hold(place: HTMLElement, node: ReactNode): void {
    this.next += 1;
    this.held.set(place, { node, key: String(this.next) });
    this.tell();
  }

  drop(place: HTMLElement): void {
    if (this.held.delete(place)) this.tell();
  }

  readonly follow = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly shown = (): Shown => this.snapshot;

  /** A page of rows comes and goes cell by cell; React hears of it once. */
  private tell(): void {
    if (this.told === 'no') return;
    this.told = 'no';
    queueMicrotask(() => {
      this.told = 'yes';
      this.snapshot = [...this.held].map(([place, { node, key }]) => ({ place, node, key }));
      for (const listener of this.listeners) listener();
    });
  }
}

/** Draws what the cells hold, inside the page's own tree: words, theme and handlers are those around the list. */
export function PortalHost({ portals }: { portals: Portals }) {
  const shown = useSyncExternalStore(portals.follow, portals.shown);
  return <>{shown.map(({ place, node, key }) => createPortal(node, place, key))}</>;
}

export type DrawnParams<Row> = { render: (row: Row) => ReactNode; portals: Portals };

/** A cell whose content the column draws. */
export class DrawnCell<Row> implements ICellRendererComp<GridRow<Row>> {
  private readonly place = document.createElement('span');
  private portals: Portals | null = null;

  init({ data, render, portals }: ICellRendererParams<GridRow<Row>> & DrawnParams<Row>): void {
    if (!data || isTotals(data)) return;
    const node = render(data.row);
    if (typeof node === 'string') {
      this.place.textContent = node;
      return;
    }
    this.portals = portals;
    portals.hold(this.place, node);
  }

  getGui(): HTMLElement {
    return this.place;
  }

  refresh(): boolean {
    return false;
  }

  destroy(): void {
    this.portals?.drop(this.place);
  }
}
