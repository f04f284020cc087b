import { Button } from '@mantine/core';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Answered, Problem } from '../../kit/states';
import classes from './company.module.css';

/** The logo as it stands in every letter; the file is chosen by the host and read by the book. */
export function LogoField() {
  const { t } = useWords();
  const logo = useAsk('company.logo', {});
  const chooser = useAct('dialog.open_files');
  const fromFile = useAct('company.set_logo_file');
  const remove = useAct('company.set_logo');
  const error = chooser.error ?? fromFile.error ?? remove.error;
  const choose = async () => {
    const { paths } = await chooser.mutateAsync({ purpose: 'logo' });
    if (paths[0]) await fromFile.mutateAsync({ path: paths[0] });
  };
  return (
    <>
      {error && <Problem error={error} />}
      <Answered answer={logo}>
        {({ media_type, base64 }) => (
          <div className={classes.logo}>
            <div className={classes.logoFrame}>
              {media_type ? (
                <img src={`data:${media_type};base64,${base64}`} alt={t('company.logo')} />
              ) : (
                <span>{t('company.noLogo')}</span>
              )}
            </div>
            <Button variant="default" onClick={() => void choose().catch(() => undefined)}>
              {t('company.chooseLogo')}
            </Button>
            {media_type && (
              <Button variant="subtle" onClick={() => remove.mutate({ base64: '' })}>
                {t('company.removeLogo')}
              </Button>
            )}
          </div>
        )}
      </Answered>
    </>
  );
}
