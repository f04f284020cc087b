import { useBytes } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Section } from '../../kit/page';
import { Loading, Problem } from '../../kit/states';
import classes from './letters.module.css';
import type { Letter } from './types';

const WIDTH_PX = 1300;

/** The pages as pictures: all of them, of a draft as of a posted letter, with payment part and interest sheet. */
export function LetterPages({ letter }: { letter: Letter }) {
  const { t } = useWords();
  if (letter.status === 'dropped' || letter.status === 'replaced') return null;
  return (
    <Section title={t('letters.pages')}>
      <div className={classes.pages}>
        {numbersTo(letter.pages ?? 1).map((page) => (
          <PageImage key={page} letter={letter} page={page} />
        ))}
      </div>
    </Section>
  );
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function PageImage({ letter, page }: { letter: Letter; page: number }) {
  const { t } = useWords();
  // The review changes what a draft looks like: its figures are part of the question.
  const image = useBytes('letters.page_image', { letter_id: letter.letter_id, page, width_px: WIDTH_PX }, 'image/png', {
    version: `${letter.status} ${letter.total_minor} ${letter.note} ${letter.address?.join() ?? ''}`,
  });
  if (image.error) return <Problem error={image.error} />;
  if (!image.data) return <Loading />;
  return <img className={classes.paper} src={image.data} alt={t('letters.pageAlt', { page, name: letter.name })} />;
}
