import { useAsk, useBytes } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Section } from '../../kit/page';
import { Answered, Loading, Problem } from '../../kit/states';
import classes from './interest.module.css';
import type { NoteRow } from './types';

const WIDTH_PX = 1300;

/** The pages as pictures, as they left the house or as they would. */
export function NotePages({ note }: { note: NoteRow }) {
  const { t } = useWords();
  const gone = note.status === 'cancelled' && !note.has_paper;
  const answer = useAsk('interest.pages', { note_id: note.note_id }, { when: gone ? 'later' : 'now' });
  if (gone) return null;
  return (
    <Section title={t('interest.pages')}>
      <Answered answer={answer}>
        {({ pages }) => (
          <div className={classes.pages}>
            {Array.from({ length: pages }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a page has no other name than its place.
              <PageImage key={index} note={note} page={index + 1} />
            ))}
          </div>
        )}
      </Answered>
    </Section>
  );
}

function PageImage({ note, page }: { note: NoteRow; page: number }) {
  const { t } = useWords();
  const image = useBytes('interest.page_image', { note_id: note.note_id, page, width_px: WIDTH_PX }, 'image/png', {
    // Before it is printed a note has no number, and its paper is made when one looks.
    version: `${note.status} ${note.note_no ?? ''}`,
  });
  if (image.error) return <Problem error={image.error} />;
  if (!image.data) return <Loading />;
  return <img className={classes.paper} src={image.data} alt={t('interest.pageAlt', { page, name: note.name })} />;
}
