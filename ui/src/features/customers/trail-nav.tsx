import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { setTrail, useTrailOf } from '../../data/trail';
import { cameBy } from '../../data/way';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import classes from './customers.module.css';

/** What the lists are called from which one comes. */
const BACK: Record<
  string,
  'shell.page.aging' | 'shell.page.customers' | 'shell.page.disputes' | 'shell.page.promises' | 'shell.page.today'
> = {
  '/aging': 'shell.page.aging',
  '/customers': 'shell.page.customers',
  '/disputes': 'shell.page.disputes',
  '/promises': 'shell.page.promises',
  '/today': 'shell.page.today',
};

/** Back to where one came from, and along the list where it was one that led to this customer. */
export function TrailNav({ account: shown }: { account: string }) {
  const { t, locale } = useWords();
  const trail = useTrailOf(shown);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const back = trail?.back ?? cameBy(pathname) ?? '/customers';
  const arrived = trail?.account === shown && trail.leaving !== undefined;
  useEffect(() => {
    if (!arrived || !trail) return;
    const { leaving: _, ...here } = trail;
    setTrail(here);
  }, [arrived, trail]);
  const there = async (index: number) => (trail && index >= 0 && index < trail.count ? await trail.at(index) : null);
  const step = async (by: 1 | -1) => {
    if (!trail) return;
    let index = trail.index + by;
    let account = await there(index);
    // A list may have several rows of one customer: a promise for each document, a balance for each currency.
    while (account === shown) {
      index += by;
      account = await there(index);
    }
    if (account === null) return;
    setTrail({ ...trail, index, account, leaving: shown });
    await navigate({ to: '/customers/$account', params: { account }, search: true, replace: true });
  };
  const walk = (by: 1 | -1) => void step(by).catch(() => undefined);
  useActions(
    trail
      ? [
          { id: 'trail.next', label: t('customers.next'), group: 'page', keys: 'j', run: () => walk(1) },
          { id: 'trail.previous', label: t('customers.previous'), group: 'page', keys: 'k', run: () => walk(-1) },
        ]
      : [],
  );
  useActions([
    {
      id: 'trail.back',
      label: t('customers.back'),
      group: 'page',
      keys: 'Escape',
      run: () => void navigate({ to: back }),
    },
  ]);
  const number = new Intl.NumberFormat(locale);
  return (
    <div className={classes.trail}>
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<IconArrowLeft size={13} />}
        onClick={() => void navigate({ to: back })}
      >
        {t(BACK[back] ?? 'kit.back')}
      </Button>
      {trail && (
        <>
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={t('customers.previous')}
            disabled={trail.index === 0}
            onClick={() => walk(-1)}
          >
            <IconChevronLeft size={15} />
          </ActionIcon>
          <span className="tabular">
            {t('customers.place', { at: number.format(trail.index + 1), count: number.format(trail.count) })}
          </span>
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={t('customers.next')}
            disabled={trail.index >= trail.count - 1}
            onClick={() => walk(1)}
          >
            <IconChevronRight size={15} />
          </ActionIcon>
        </>
      )}
    </div>
  );
}
