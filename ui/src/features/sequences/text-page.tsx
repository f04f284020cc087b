import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { useDesk } from '../../data/desk';
import { useBytes } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormProblem, Loading } from '../../kit/states';
import type { RefusedError } from '../../wire';
import classes from './sequences.module.css';
import type { Line, Text } from './types';

const WIDTH_PX = 1000;
const PAUSE_MS = 250;

type TextPageProps = {
  text: Text;
  /** The line whose fee and periods stand on the page. */
  line: Line | undefined;
  onRefused: (error: RefusedError | null) => void;
};

/** The page that a text becomes, with an invented customer, while it is written. */
export function TextPage({ text, line, onRefused }: TextPageProps) {
  const { t } = useWords();
  const { state } = useDesk();
  // A page is printed for it: whoever types gets it at the next pause.
  const [settled] = useDebouncedValue(JSON.stringify(text), PAUSE_MS);
  const written = JSON.parse(settled) as Text;
  const page = useBytes(
    'letters.text_preview',
    {
      text: written,
      currency: line?.currency ?? state.book?.currency ?? 'EUR',
      fee_minor: line?.fee_minor ?? 0,
      period_totals: line?.period_totals ?? false,
      page: 1,
      width_px: WIDTH_PX,
    },
    'image/png',
    { meanwhile: 'previous', when: written.subject === '' ? 'later' : 'now' },
  );
  const error = page.error;
  useEffect(() => onRefused(error), [error, onRefused]);
  return (
    <section className={classes.page} aria-label={t('sequences.preview')}>
      <p className={classes.quiet}>{t('sequences.previewAbout')}</p>
      <FormProblem error={error} />
      {page.data ? (
        <img className={classes.paper} src={page.data} alt={t('sequences.preview')} data-testid="letter-text-page" />
      ) : (
        !error && written.subject !== '' && <Loading />
      )}
    </section>
  );
}
