import { Button } from '@mantine/core';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import classes from './import.module.css';

type PagerProps = { offset: number; size: number; total: number; onOffset: (offset: number) => void };

/** Walks a long list page by page; a short one needs none. */
export function Pager({ offset, size, total, onOffset }: PagerProps) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const last = Math.max(0, Math.floor((total - 1) / size) * size);
  const back = Math.max(0, offset - size);
  const on = Math.min(last, offset + size);
  const several = total > size;
  const actions: Action[] = [];
  if (several) {
    actions.push({
      id: 'import.nextRows',
      label: t('import.nextRows'),
      group: 'page',
      keys: 'n',
      run: () => onOffset(on),
    });
    actions.push({
      id: 'import.backRows',
      label: t('import.backRows'),
      group: 'page',
      keys: 'p',
      run: () => onOffset(back),
    });
  }
  useActions(actions);
  if (!several) return null;
  const figures = {
    from: number.format(offset + 1),
    to: number.format(Math.min(total, offset + size)),
    total: number.format(total),
  };
  return (
    <nav className={classes.pager} aria-label={t('import.rowsOf', figures)}>
      <Button variant="default" disabled={offset === 0} onClick={() => onOffset(0)}>
        {t('import.firstRows')}
      </Button>
      <Button variant="default" disabled={offset === 0} onClick={() => onOffset(back)}>
        {t('import.backRows')}
      </Button>
      <span className="tabular" role="status">
        {t('import.rowsOf', figures)}
      </span>
      <Button variant="default" disabled={offset >= last} onClick={() => onOffset(on)}>
        {t('import.nextRows')}
      </Button>
      <Button variant="default" disabled={offset >= last} onClick={() => onOffset(last)}>
        {t('import.lastRows')}
      </Button>
    </nav>
  );
}
