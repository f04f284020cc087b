import { Button } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Drawer } from '../../kit/side';
import { MailLetters } from './mail-letters';

/** The letters of a run by mail. */
export function MailActs({ runId }: { runId: number }) {
  const { t } = useWords();
  const [panel, setPanel] = useState<'open' | 'closed'>('closed');
  const open = () => setPanel('open');
  useActions([{ id: 'letters.mail', label: t('letterMails.title'), group: 'page', keys: 'm', run: open }]);
  return (
    <>
      <Button variant="default" leftSection={<IconMail size={15} />} onClick={open} data-testid="mail-letters">
        {t('letterMails.act')}
      </Button>
      <Drawer title={t('letterMails.title')} state={panel} onClose={() => setPanel('closed')} width="wide">
        {panel === 'open' && <MailLetters of={{ runId, letterIds: [] }} />}
      </Drawer>
    </>
  );
}
