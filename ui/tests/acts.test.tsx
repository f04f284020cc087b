import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Acts, fitting } from '../src/kit/acts';
import { FactBox } from '../src/kit/side';
import { show } from './fake-host';

describe('acts in one line', () => {
  it('are all there where they have room, and leave room for the menu where not', () => {
    expect(fitting([100, 100, 100], 316)).toBe(3);
    expect(fitting([100, 100, 100], 315)).toBe(2);
    expect(fitting([100, 100, 100], 200)).toBe(1);
    expect(fitting([100, 100, 100], 150)).toBe(0);
    expect(fitting([100, 100, 100], 0)).toBe(3);
  });

  it('do what they say', async () => {
    let done = '';
    const act = (id: string) => ({ id, label: id, run: () => (done = id) });
    await show(<Acts acts={[act('one'), { ...act('two'), state: 'off' }]} />);
    fireEvent.click(await screen.findByRole('button', { name: 'one' }));
    expect(done).toBe('one');
    expect((screen.getByRole('button', { name: 'two' }) as HTMLButtonElement).disabled).toBe(true);
  });
});

describe('a box of facts', () => {
  it('is folded and stays folded', async () => {
    const box = (
      <FactBox id="test" title="Facts">
        {'inside'}
      </FactBox>
    );
    const shown = await show(box);
    await screen.findByText('inside');
    fireEvent.click(screen.getByRole('button', { name: 'Facts' }));
    expect(screen.queryByText('inside')).toBeNull();
    shown.unmount();
    await show(box);
    expect((await screen.findByRole('button', { name: 'Facts' })).getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(screen.getByRole('button', { name: 'Facts' }));
    await screen.findByText('inside');
  });
});
