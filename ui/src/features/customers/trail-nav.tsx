import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { setTrail, useTrail } from '../../data/trail';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import classes from './customers.module.css';

/** What the lists are called from which one comes. */
const BACK: Record<string, 'shell.page.aging' | 'shell.page.today'> = {
  '/aging': 'shell.page.aging',
  '/today': 'shell.page.today',
};

/** Back to the list one came from, and along it. */
export function TrailNav() {
  const { t, locale } = useWords();
  const trail = useTrail();
  const navigate = useNavigate();
  const back = trail?.back ?? '/customers';
  const step = async (by: 1 | -1) => {
    if (!trail) return;
    const index = trail.index + by;
    if (index < 0 || index >= trail.count) return;
    const account = await trail.at(index);
    if (account === null) return;
    setTrail({ ...trail, index, account });
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
        {t(BACK[back] ?? 'shell.page.customers')}
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
