import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconChevronDown,
  IconChevronRight,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
} from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useStored } from '../data/stored';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import { Mark } from './mark';
import { RAIL, type RailGroup } from './pages';
import classes from './shell.module.css';

/** The pages in the order of the day. Folded, their names stay for screen readers and as hints. */
export function Rail() {
  const { t } = useWords();
  const [fold, setFold] = useStored<'open' | 'folded'>('rail', 'open');
  const folded = fold === 'folded';
  const [shut, setShut] = useStored<readonly RailGroup['id'][]>('rail.shut', []);
  const turn = (id: RailGroup['id']) =>
    setShut(shut.includes(id) ? shut.filter((other) => other !== id) : [...shut, id]);
  const { pathname } = useLocation();
  const pages = useRef<HTMLDivElement>(null);
  // The list may be longer than the window: whoever comes by key or palette still sees where they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page and the shape of the rail are the triggers.
  useEffect(() => {
    pages.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
  }, [pathname, fold]);
  /** A shut group still shows the page one is on. */
  const pagesOf = (group: RailGroup) =>
    folded || !shut.includes(group.id) ? group.pages : group.pages.filter(({ path }) => under(pathname, path));
  const next = t(folded ? 'shell.unfold' : 'shell.fold');
  return (
    <nav className={`${classes.rail} ${folded ? classes.railFolded : ''}`} aria-label={t('shell.rail')}>
      <div className={classes.brand}>
        <Mark />
        {!folded && <span className={classes.brandName}>Duebook</span>}
      </div>
      <div className={classes.railPages} ref={pages}>
        {RAIL.map((group) => (
          <div key={group.id} className={classes.railGroup}>
            {folded || group.pages.length === 1 ? (
              <div className="sr-only">{t(`shell.group.${group.id}`)}</div>
            ) : (
              <button
                type="button"
                className={classes.railHeading}
                aria-expanded={!shut.includes(group.id)}
                onClick={() => turn(group.id)}
              >
                {t(`shell.group.${group.id}`)}
                {shut.includes(group.id) ? <IconChevronRight size={12} /> : <IconChevronDown size={12} />}
              </button>
            )}
            {pagesOf(group).map(({ id, path, icon: Icon }) => (
              <Tooltip key={id} label={t(`shell.page.${id}`)} position="right" disabled={!folded} openDelay={200}>
                <Link to={path} className={classes.railLink} activeProps={{ 'aria-current': 'page' }}>
                  <Icon size={17} stroke={1.6} aria-hidden />
                  <span className={folded ? 'sr-only' : ''}>{t(`shell.page.${id}`)}</span>
                  {id === 'import' && <WaitingImports />}
                </Link>
              </Tooltip>
            ))}
          </div>
        ))}
      </div>
      <div className={classes.railFoot}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={next}
          title={next}
          onClick={() => setFold(folded ? 'open' : 'folded')}
        >
          {folded ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
        </ActionIcon>
      </div>
    </nav>
  );
}

/** Whether an address is a page of the rail or lies below it. */
function under(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

/** How many files wait in the watched folder. What cannot be asked right now is no reason to speak up in the rail. */
function WaitingImports() {
  const { t } = useWords();
  const waiting = useAsk('import.waiting', {});
  const count = waiting.error ? 0 : (waiting.data?.files.length ?? 0);
  if (count === 0) return null;
  return (
    <span className={`tabular ${classes.railCount}`} title={t('imports.waiting', { count })}>
      {count}
    </span>
  );
}
