import { useNavigate, useParams } from '@tanstack/react-router';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { LettersGrid } from './letters-grid';
import { OpenedLetter } from './opened-letter';

/** Every letter of every run, whatever became of it (spec 22 §6). The address names the one that is open. */
export function LetterJournalPage() {
  const { t } = useWords();
  const { letter } = useParams({ strict: false }) as { letter?: string };
  const navigate = useNavigate();
  const { mode } = useDesk();
  const create = () => void navigate({ to: '/letters/new' });
  useActions(
    mode === 'today' ? [{ id: 'letters.new', label: t('letters.new'), group: 'page', keys: 'n', run: create }] : [],
  );
  const close = () => void navigate({ to: '/letter-journal' });
  return (
    <Page layout="fill" title={t('shell.page.letterJournal')} about={t('letters.journalAbout')}>
      <LettersGrid
        base={{}}
        onOpen={(row) => void navigate({ to: '/letter-journal/$letter', params: { letter: String(row.letter_id) } })}
      />
      <Drawer title={t('letters.letter')} state={letter ? 'open' : 'closed'} onClose={close} width="wide">
        {letter && <OpenedLetter letterId={Number(letter)} />}
      </Drawer>
    </Page>
  );
}
