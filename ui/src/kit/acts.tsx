import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useWords } from '../i18n';
import classes from './acts.module.css';

/** One act with its words; its key and its line in the palette come from the registry. */
export type Act = {
  id: string;
  label: string;
  icon?: ReactNode;
  /** `main`: the act that one came for. */
  tone?: 'main' | 'plain';
  state?: 'ready' | 'off' | 'running';
  /** Why it is off, in words. */
  why?: string;
  run: () => void;
};

/** Room for the button of the menu beside the acts, in pixels. */
const MORE = 84;
const GAP = 8;

/** So many of the first acts have room; where not all have, the button of the menu takes some of it. */
export function fitting(widths: readonly number[], room: number): number {
  const all = widths.reduce((sum, width) => sum + width + GAP, -GAP);
  // A row that has no size yet hides nothing.
  if (room <= 0 || all <= room) return widths.length;
  let used = MORE;
  let fit = 0;
  for (const width of widths) {
    used += width + GAP;
    if (used > room) break;
    fit += 1;
  }
  return fit;
}

/** The acts of a page or of marked rows in one line: what does not fit waits in a menu instead of taking a second line. */
export function Acts({ acts, side = 'left' }: { acts: readonly Act[]; side?: 'left' | 'right' }) {
  const { t } = useWords();
  const row = useRef<HTMLDivElement>(null);
  const words = acts.map(({ id, label }) => `${id} ${label}`).join('\u0000');
  const fit = useFit(row, words);
  const shown = acts.slice(0, fit ?? acts.length);
  const rest = acts.slice(shown.length);
  return (
    <div ref={row} className={`${classes.acts} ${side === 'right' ? classes.right : ''}`}>
      {shown.map((act) => (
        <Button
          key={act.id}
          data-testid={`act-${act.id}`}
          variant={act.tone === 'main' ? 'filled' : 'default'}
          leftSection={act.icon}
          disabled={act.state === 'off'}
          title={act.state === 'off' ? act.why : undefined}
          loading={act.state === 'running'}
          onClick={act.run}
        >
          {act.label}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} />} data-testid="more-acts">
              {t('kit.moreActs')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((act) => (
              <Menu.Item
                key={act.id}
                data-testid={`act-${act.id}`}
                leftSection={act.icon}
                disabled={act.state === 'off' || act.state === 'running'}
                onClick={act.run}
              >
                {act.label}
                {act.state === 'off' && act.why && <span className={classes.why}>{act.why}</span>}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

/** How many acts have room; null while all are drawn so that they can be measured, which nobody gets to see. */
function useFit(row: React.RefObject<HTMLDivElement | null>, words: string): number | null {
  const measured = useRef<{ words: string; widths: number[] }>({ words: '', widths: [] });
  const [found, setFound] = useState<{ words: string; fit: number } | null>(null);
  const fit = found?.words === words ? found.fit : null;
  const look = useCallback(() => {
    const element = row.current;
    if (!element || measured.current.words !== words) return;
    setFound({ words, fit: fitting(measured.current.widths, element.clientWidth) });
  }, [row, words]);
  useLayoutEffect(() => {
    if (fit !== null || !row.current) return;
    const buttons = [...row.current.children] as HTMLElement[];
    measured.current = { words, widths: buttons.map((button) => button.offsetWidth) };
    look();
  }, [fit, words, look, row]);
  useEffect(() => {
    if (!row.current) return;
    const resizes = new ResizeObserver(look);
    resizes.observe(row.current);
    return () => resizes.disconnect();
  }, [look, row]);
  return fit;
}
