import { Button } from '@mantine/core';
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
  useNavigate,
} from '@tanstack/react-router';
import { useDesk } from '../data/desk';
import { useWords } from '../i18n';
import { Page } from '../kit/page';
import { EmptyState } from '../kit/states';
import { PAGES } from './routes';
import { Window } from './window';

/** Addresses stand behind `#`, because the desktop host serves one file. */
export function newRouter() {
  const root = createRootRoute({ component: Window, notFoundComponent: NotFound, errorComponent: Crashed });
  const pages = PAGES.map(({ path, component }) => createRoute({ getParentRoute: () => root, path, component }));
  const start = createRoute({ getParentRoute: () => root, path: '/', component: Start });
  return createRouter({
    routeTree: root.addChildren([start, ...pages]),
    history: createHashHistory(),
    defaultErrorComponent: Crashed,
    defaultNotFoundComponent: NotFound,
  });
}

function Start() {
  const { state } = useDesk();
  // A book without customers has no work yet: its first page says how to begin.
  return <Navigate to={(state.book?.customers ?? 0) > 0 ? '/today' : '/aging'} replace />;
}

function NotFound() {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <Page title={t('shell.notFound')}>
      <EmptyState
        title={t('shell.notFound')}
        text={t('shell.notFoundText')}
        action={<Button onClick={() => void navigate({ to: '/aging' })}>{t('shell.page.aging')}</Button>}
      />
    </Page>
  );
}

function Crashed({ reset }: { reset: () => void }) {
  const { t } = useWords();
  return (
    <Page title={t('shell.crashed')}>
      <EmptyState
        title={t('shell.crashed')}
        text={t('shell.crashedText')}
        action={<Button onClick={reset}>{t('kit.retry')}</Button>}
      />
    </Page>
  );
}
