import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useBytes } from '../data/use-command';
import { useWords } from '../i18n';
import { useActions } from './actions';
import classes from './printed.module.css';
import { Loading, Problem } from './states';

const WIDTH_PX = 1400;

/** The pages as they are printed, one at a time: a report may have thousands. */
export function Printed({ handle, pages, what }: { handle: number; pages: number; what: string }) {
  const { t } = useWords();
  const [page, setPage] = useState(1);
  const back = () => setPage(Math.max(1, page - 1));
  const on = () => setPage(Math.min(pages, page + 1));
  useActions([
    { id: 'printed.back', label: t('kit.pageBack'), group: 'page', keys: '[', run: back },
    { id: 'printed.on', label: t('kit.pageOn'), group: 'page', keys: ']', run: on },
  ]);
  const image = useBytes('aging.report_page', { handle, page, width_px: WIDTH_PX }, 'image/png');
  return (
    <>
      <div className={classes.pager}>
        <Button variant="default" leftSection={<IconChevronLeft size={14} />} disabled={page === 1} onClick={back}>
          {t('kit.pageBack')}
        </Button>
        <span>{t('kit.pageOf', { page, pages })}</span>
        <Button variant="default" rightSection={<IconChevronRight size={14} />} disabled={page === pages} onClick={on}>
          {t('kit.pageOn')}
        </Button>
      </div>
      {image.error && <Problem error={image.error} />}
      {image.data ? (
        <img className={classes.paper} src={image.data} alt={t('kit.pageAlt', { page, pages, what })} />
      ) : (
        !image.error && <Loading />
      )}
    </>
  );
}
