import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useNames } from './names';
import type { Speaker } from './sentence';

/** Speaks about rules in the reader's language, with the book's names of statuses. */
export function useSpeaker(): Speaker {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const setup = useAsk('credit.setup', {});
  const names = useNames();
  return {
    t,
    locale,
    currency: state.book?.currency ?? 'EUR',
    status: (code) => names.statusOf(setup.data, code),
  };
}
