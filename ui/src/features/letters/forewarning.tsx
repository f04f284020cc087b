import { IconListCheck } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { ChoiceMenu } from '../../kit/choice-menu';
import { Drawer } from '../../kit/side';
import { Note, Problem } from '../../kit/states';
import type { RequestOf } from '../../wire/commands';
import { OpenFiles } from './open-files';
import { CODES, type LetterRun } from './types';

type Asked = RequestOf<'letters.forewarning'>;

/** The list to read before anything is released: who gets what, who is spared and why. */
export function Forewarning({ run }: { run: LetterRun }) {
  const { t } = useWords();
  const save = useAct('dialog.save');
  const write = useAct('letters.forewarning');
  const [panel, setPanel] = useState<'open' | 'closed'>('closed');
  const start = async (format: Asked['format']) => {
    const title = t('letters.forewarning');
    const { path } = await save.mutateAsync({ purpose: 'export', suggested: `${title} ${run.letter_on}.${format}` });
    if (path === null) return;
    setPanel('open');
    await write.mutateAsync({
      run_id: run.run_id,
      path,
      format,
      title,
      gets: t('letters.forewarningGets'),
      spared: t('letters.forewarningSpared'),
      columns: columns(t, run),
    });
  };
  const begin = (format: Asked['format']) => void start(format).catch(() => setPanel('open'));
  useActions([
    { id: 'letters.forewarning', label: t('letters.forewarning'), group: 'page', keys: 'w', run: () => begin('pdf') },
  ]);
  const error = save.error ?? write.error;
  return (
    <>
      <ChoiceMenu
        label={t('letters.forewarning')}
        icon={<IconListCheck size={15} />}
        state={write.isPending ? 'running' : 'ready'}
        choices={[
          { id: 'pdf', label: t('letters.forewarningPdf'), run: () => begin('pdf') },
          { id: 'csv', label: t('letters.forewarningCsv'), run: () => begin('csv') },
          { id: 'xlsx', label: t('letters.forewarningXlsx'), run: () => begin('xlsx') },
        ]}
      />
      <Drawer title={t('letters.forewarning')} state={panel} onClose={() => setPanel('closed')}>
        {error && <Problem error={error} />}
        {write.data && (
          <>
            <Note tone="good">{t('letters.written', { count: 1 })}</Note>
            {write.data.missing_glyphs !== '' && (
              <Note tone="warn">{t('letters.missingGlyphs', { signs: write.data.missing_glyphs })}</Note>
            )}
            <OpenFiles files={[write.data.path]} />
          </>
        )}
      </Drawer>
    </>
  );
}

function columns(t: TFunction, run: LetterRun): Asked['columns'] {
  const column = (id: string, heading: string, words: Record<string, string> = {}) => ({ id, heading, words });
  const codes = Object.fromEntries(CODES.map((code) => [code, t(`letters.code.${code}`)]));
  const reasons = Object.fromEntries(run.reasons.map(({ reason }) => [reason, t(`letters.skip.${reason}`)]));
  return [
    column('account', t('letters.account')),
    column('name', t('letters.customer')),
    column('letter', t('letters.codeLabel'), codes),
    column('reason', t('letters.reason'), reasons),
    column('items_count', t('letters.items')),
    column('amount', t('letters.forewarningAmount')),
    column('currency', t('letters.currency')),
  ];
}
