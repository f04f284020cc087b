import { useMutation } from '@tanstack/react-query';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import type { Format, Opened } from './types';

export type Shown = { opened: Opened; pages: ResponseOf<'aging.report_pages'> };
type Written = ResponseOf<'aging.report_write'>;

/** Opens a report by `open`, shows its pages, and writes it where the person says. */
export function useReport<Question>(open: (question: Question) => Promise<Opened>) {
  const { t } = useWords();
  const show = useMutation<Shown, RefusedError, Question>({
    mutationFn: async (question) => {
      const opened = await open(question);
      const pages = (await send('aging.report_pages', { handle: opened.handle })).ok;
      return { opened, pages };
    },
  });
  const write = useMutation<Written | null, RefusedError, { question: Question; format: Format }>({
    mutationFn: async ({ question, format }) => {
      const suggested = `${t('agingRest.title')}.${format}`;
      const { path } = (await send('dialog.save', { purpose: 'export', suggested })).ok;
      if (path === null) return null;
      const { handle } = await open(question);
      return (await send('aging.report_write', { handle, path, format })).ok;
    },
  });
  return { show, write };
}
