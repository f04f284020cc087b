import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../i18n';
import classes from './mail-texts.module.css';

const CODE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/;

/** A language that customers speak and that has no text yet; it begins with the text that is shown. */
export function AddLanguage({ taken, onAdd }: { taken: readonly string[]; onAdd: (language: string) => void }) {
  const { t } = useWords();
  const [code, setCode] = useState('');
  const language = code.trim();
  const add = () => {
    onAdd(language);
    setCode('');
  };
  return (
    <div className={classes.add}>
      <TextInput
        label={t('mailTexts.addLanguage')}
        description={t('mailTexts.addLanguageHint')}
        value={code}
        maxLength={12}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button variant="default" disabled={!CODE.test(language) || taken.includes(language)} onClick={add}>
        {t('mailTexts.add')}
      </Button>
    </div>
  );
}
