import { act, fireEvent, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listenToKeys, useActions } from '../src/kit/actions';

let stop: () => void = () => undefined;
afterEach(() => stop());

function Offer({ keys, run, children }: { keys: string; run: () => void; children?: React.ReactNode }) {
  useActions([{ id: keys, label: keys, group: 'page', keys, run }]);
  return children;
}

function press(key: string, init: KeyboardEventInit = {}, target: Element | Window = window): void {
  act(() => {
    fireEvent.keyDown(target, { key, ...init });
  });
}

describe('keys', () => {
  it('run the action that is offered, alone or as a sequence', () => {
    stop = listenToKeys();
    const help = vi.fn();
    const go = vi.fn();
    render(
      <Offer keys="?" run={help}>
        <Offer keys="g a" run={go} />
      </Offer>,
    );
    press('?');
    press('g');
    press('a');
    press('a');
    expect(help).toHaveBeenCalledTimes(1);
    expect(go).toHaveBeenCalledTimes(1);
  });

  it('are left alone while somebody types, except with the control key', () => {
    stop = listenToKeys();
    const help = vi.fn();
    const palette = vi.fn();
    const { getByRole } = render(
      <Offer keys="?" run={help}>
        <Offer keys="mod+k" run={palette}>
          <input />
        </Offer>
      </Offer>,
    );
    press('?', {}, getByRole('textbox'));
    press('k', { ctrlKey: true }, getByRole('textbox'));
    expect(help).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledTimes(1);
  });

  it('do not leave the page while something lies above it', () => {
    stop = listenToKeys();
    const back = vi.fn();
    const { rerender } = render(
      <Offer keys="Escape" run={back}>
        <div role="dialog" />
      </Offer>,
    );
    press('Escape');
    expect(back).not.toHaveBeenCalled();
    rerender(<Offer keys="Escape" run={back} />);
    press('Escape');
    expect(back).toHaveBeenCalledTimes(1);
  });

  it('stop when what offered them is gone', () => {
    stop = listenToKeys();
    const help = vi.fn();
    const { unmount } = render(<Offer keys="?" run={help} />);
    unmount();
    press('?');
    expect(help).not.toHaveBeenCalled();
  });
});
