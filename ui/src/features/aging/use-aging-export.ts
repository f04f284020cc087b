import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { exportHeadings } from './columns';
import type { AgingListing } from './types';

/** Writes exactly what the list shows to a file that the person names. */
export function useAgingExport() {
  const { t } = useWords();
  const saver = useAct('dialog.save');
  const act = useAct('aging.export');
  const run = async (listing: AgingListing, format: 'xlsx' | 'csv') => {
    const { path } = await saver.mutateAsync({ purpose: 'export', suggested: `${t('shell.page.aging')}.${format}` });
    if (path === null) return;
    await act.mutateAsync({ handle: listing.handle, path, format, headings: exportHeadings(listing.periods, t) });
  };
  return {
    run: (listing: AgingListing, format: 'xlsx' | 'csv') => void run(listing, format).catch(() => undefined),
    error: saver.error ?? act.error,
    done: act.data ? t('kit.exported', { count: act.data.rows, path: act.data.path }) : null,
  };
}
