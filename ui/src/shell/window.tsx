import { Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { DeskProvider, useDesk } from '../data/desk';
import { useStored } from '../data/stored';
import { useAct, useAsk } from '../data/use-command';
import { arriveAt } from '../data/way';
import { FirstStart } from '../features/first_start/first-start';
import { useLanguageSwitch, useWords } from '../i18n';
import { type Action, useActions } from '../kit/actions';
import { formatDayLong } from '../kit/format/day';
import { Answered, Problem } from '../kit/states';
import { RefusedError, transport } from '../wire';
import { KeyHelp } from './key-help';
import { Nightly } from './nightly';
import { OrderFolderWatch } from './order-folder';
import { BESIDE, type PageId, pastOf, RAIL } from './pages';
import { Palette } from './palette';
import { Rail } from './rail';
import classes from './shell.module.css';
import { SwitchUser } from './switch-user';
import { TopBar } from './top-bar';
import { UndoPanel } from './undo';

/** The window: the three doors while no book is open, else the shell around the page. */
export function Window() {
  const state = useAsk('desk.state', {}, { meanwhile: 'previous' });
  // Nobody clicked for a book that was handed over from outside; a refusal of it is told wherever one is.
  const { mutate: openBook, error: refused } = useAct('book.open');
  useEffect(() => transport().onBook((path) => openBook({ path, anyway: false, look: false })), [openBook]);
  return (
    <Answered answer={state}>
      {(desk) =>
        desk.book ? (
          <DeskProvider key={desk.book.path} state={desk}>
            <Shell refused={refused} />
          </DeskProvider>
        ) : (
          <FirstStart state={desk} refused={refused} />
        )
      }
    </Answered>
  );
}

type Panel = 'none' | 'palette' | 'keys' | 'user' | 'undo';

/** What the band of a past day says of the page below it. */
const PAST_NOTICE = {
  whole: 'shell.pastNotice',
  part: 'shell.pastNoticePart',
  none: 'shell.pastNoticeToday',
} as const;

function Shell({ refused }: { refused: RefusedError | null }) {
  const { t, locale } = useWords();
  const { state, mode, asOf } = useDesk();
  const [panel, setPanel] = useState<Panel>('none');
  const close = () => setPanel('none');
  useDeskActions(setPanel);
  const { pathname } = useLocation();
  // While rendering, so that the page below knows it at once.
  arriveAt(pathname);
  return (
    <div className={`${classes.window} ${mode === 'past' ? classes.past : ''}`}>
      <button type="button" className={classes.skip} onClick={() => document.getElementById('page')?.focus()}>
        {t('shell.skip')}
      </button>
      <Rail />
      <div>
        <TopBar
          onSearch={() => setPanel('palette')}
          onUndo={() => setPanel('undo')}
          onSwitchUser={() => setPanel('user')}
        />
        {state.book?.damage && (
          <div className={classes.notice} role="status">
            {t('book.damagedNotice')}
          </div>
        )}
        {refused && (
          <div className={classes.trouble}>
            <Problem error={refused} />
          </div>
        )}
        {state.trouble && (
          <div className={classes.trouble}>
            <Problem error={new RefusedError(state.trouble)} />
          </div>
        )}
        <Nightly />
        <OrderFolderWatch />
        {mode === 'past' && (
          <div className={classes.notice} role="status">
            {t(PAST_NOTICE[pastOf(pathname)], { day: formatDayLong(asOf, locale) })}
          </div>
        )}
      </div>
      <div className={classes.body}>
        <div className={classes.outlet}>
          <Outlet />
        </div>
      </div>
      <Palette state={panel === 'palette' ? 'open' : 'closed'} onClose={close} />
      <KeyHelp state={panel === 'keys' ? 'open' : 'closed'} onClose={close} />
      <UndoPanel state={panel === 'undo' ? 'open' : 'closed'} onClose={close} />
      <SwitchUser state={panel === 'user' ? 'open' : 'closed'} onClose={close} />
    </div>
  );
}

/** What can be done on every page: go somewhere, search, help, language, appearance. */
function useDeskActions(show: (panel: Panel) => void): void {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const router = useRouter();
  const switchLanguage = useLanguageSwitch();
  const { mode, setAsOf } = useDesk();
  const [, setTheme] = useStored<'light' | 'dark' | 'auto'>('theme', 'auto');
  const [fold, setFold] = useStored<'open' | 'folded'>('rail', 'open');
  const actions = useMemo<Action[]>(() => {
    const goTo = (id: PageId | (typeof BESIDE)[number]['id'], path: string, keys?: string): Action => ({
      id: `go.${id}`,
      label: t('shell.goTo', { page: t(`shell.page.${id}`) }),
      group: 'go',
      keys,
      run: () => void navigate({ to: path }),
    });
    const go = [
      ...RAIL.flatMap((group) => group.pages).map(({ id, path, keys }) => goTo(id, path, keys || undefined)),
      ...BESIDE.map(({ id, path }) => goTo(id, path)),
    ];
    const desk: Action[] = [
      { id: 'palette', label: t('shell.palette'), group: 'desk', keys: 'mod+k', run: () => show('palette') },
      { id: 'keys', label: t('shell.keys'), group: 'desk', keys: '?', run: () => show('keys') },
      { id: 'back', label: t('shell.goBack'), group: 'desk', keys: 'Escape', run: () => router.history.back() },
      {
        id: 'rail',
        label: t(fold === 'folded' ? 'shell.unfold' : 'shell.fold'),
        group: 'desk',
        keys: 'mod+b',
        run: () => setFold(fold === 'folded' ? 'open' : 'folded'),
      },
      { id: 'undo', label: t('undo.open'), group: 'desk', keys: 'mod+z', run: () => show('undo') },
      { id: 'user', label: t('shell.switchUser'), group: 'desk', run: () => show('user') },
      {
        id: 'language',
        label: `${t('shell.language')}: ${t(language === 'en' ? 'shell.german' : 'shell.english')}`,
        group: 'desk',
        run: () => switchLanguage(language === 'en' ? 'de' : 'en'),
      },
      {
        id: 'light',
        label: `${t('shell.theme')}: ${t('shell.themeLight')}`,
        group: 'desk',
        run: () => setTheme('light'),
      },
      { id: 'dark', label: `${t('shell.theme')}: ${t('shell.themeDark')}`, group: 'desk', run: () => setTheme('dark') },
      { id: 'auto', label: `${t('shell.theme')}: ${t('shell.themeAuto')}`, group: 'desk', run: () => setTheme('auto') },
    ];
    if (mode === 'past') {
      desk.push({ id: 'today', label: t('shell.backToToday'), group: 'desk', keys: 'g t', run: () => setAsOf(null) });
    }
    return [...go, ...desk];
  }, [t, language, navigate, router, switchLanguage, mode, setAsOf, setTheme, fold, setFold, show]);
  useActions(actions);
  useEffect(() => {
    document.documentElement.dataset.day = mode;
  }, [mode]);
}
