import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { ChosenHoldActs, type ListAct } from '../src/features/orders/hold-chosen';
import { ForceManyForm } from '../src/features/orders/hold-many';
import type { HoldRow } from '../src/features/orders/types';
import { startWords } from '../src/i18n';
import { listenToKeys } from '../src/kit/actions';
import { fakeHost, show } from './fake-host';

const rows = async () => [{ hold_id: 7 }, { hold_id: 9 }] as HoldRow[];

describe('chosen holds', () => {
  beforeAll(() => startWords('en'));

  it('are taken, evaluated and decided by keys', async () => {
    const asked = fakeHost({ 'holds.assign': () => ({ assigned: 2, to: 'kb' }) } as never);
    const evaluated: number[][] = [];
    const acted: [ListAct, number][] = [];
    const stop = listenToKeys();
    await show(
      <ChosenHoldActs
        rows={rows}
        clear={() => undefined}
        evaluate={async (ids) => evaluated.push(ids)}
        onAct={(what, chosen) => acted.push([what, chosen.length])}
      />,
    );
    fireEvent.keyDown(document.body, { key: 'm' });
    await waitFor(() =>
      expect(asked.find((one) => one.command === 'holds.assign')?.request).toEqual({ hold_ids: [7, 9], to: null }),
    );
    fireEvent.keyDown(document.body, { key: 'e' });
    await waitFor(() => expect(evaluated).toEqual([[7, 9]]));
    for (const key of ['r', 'y', 'd', 'x']) fireEvent.keyDown(document.body, { key });
    await waitFor(() =>
      expect(acted).toEqual([
        ['release', 2],
        ['approve', 2],
        ['decline', 2],
        ['reject', 2],
      ]),
    );
    stop();
  });
});

describe('many orders', () => {
  beforeAll(() => startWords('en'));

  it('are held by hand only with a filter', async () => {
    const asked = fakeHost({
      'credit.setup': () => ({ groups: [], reasons: [], statuses: [] }),
      'holds.force': () => ({ order_nos: ['A-1'], skipped: [] }),
    } as never);
    await show(<ForceManyForm onDone={() => undefined} onCancel={() => undefined} />);
    const button = screen.getByRole('button', { name: 'Hold by hand' });
    expect((button as HTMLButtonElement).disabled).toBe(true);
    const least = screen.getByLabelText('Open at least (order’s currency)');
    fireEvent.change(least, { target: { value: '500' } });
    fireEvent.blur(least);
    await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false));
    fireEvent.click(button);
    await waitFor(() =>
      expect(asked.find((one) => one.command === 'holds.force')?.request).toMatchObject({
        order_nos: [],
        account: null,
        group: null,
        at_least_minor: 50_000,
      }),
    );
  });
});
