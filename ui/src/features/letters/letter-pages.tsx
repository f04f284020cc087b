import { Button } from '@mantine/core';
import { useState } from 'react';
import { useBytes } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Section } from '../../kit/page';
import { Loading, Problem } from '../../kit/states';
import classes from './letters.module.css';
import type { Letter } from './types';

const WIDTH_PX = 1300;

/** The pages as pictures. A posted letter knows how many it has; of a draft they are asked for one by one. */
export function LetterPages({ letter }: { letter: Letter }) {
  const { t } = useWords();
  const [more, setMore] = useState(1);
  const count = letter.pages ?? more;
  if (letter.status === 'dropped' || letter.status === 'replaced') return null;
  return (
    <Section title={t('letters.pages')}>
      <div className={classes.pages}>
        {numbersTo(count).map((page) => (
          <PageImage key={page} letter={letter} page={page} />
        ))}
      </div>
      {letter.pages === null && letter.items.length > ITEMS_ON_FIRST_PAGE && (
        <div>
          <Button variant="default" onClick={() => setMore(more + 1)}>
            {t('letters.nextPage')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** So many items always fit on the first page; only longer letters can have a second one. */
const ITEMS_ON_FIRST_PAGE = 8;

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
