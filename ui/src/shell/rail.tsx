import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useStored } from '../data/stored';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import { Mark } from './mark';
import { RAIL } from './pages';
import classes from './shell.module.css';

/** The pages in the order of the day. Folded, their names stay for screen readers and as hints. */
export function Rail() {
  const { t } = useWords();
  const [fold, setFold] = useStored<'open' | 'folded'>('rail', 'open');
  const folded = fold === 'folded';
  const next = t(folded ? 'shell.unfold' : 'shell.fold');
  return (
    <nav className={`${classes.rail} ${folded ? classes.railFolded : ''}`} aria-label={t('shell.rail')}>
      <div className={classes.brand}>
        <Mark />
        {!folded && <span className={classes.brandName}>Duebook</span>}
      </div>
      <div className={classes.railPages}>
        {RAIL.map((group) => (
          <div key={group.id} className={classes.railGroup}>
            <div className={folded ? 'sr-only' : classes.railHeading}>{t(`shell.group.${group.id}`)}</div>
            {group.pages.map(({ id, path, icon: Icon }) => (
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
