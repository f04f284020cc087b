import { Button, Indicator, Kbd, Popover, SegmentedControl } from '@mantine/core';
import { IconActivity, IconArrowBackUp, IconSearch, IconUserCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useJobs } from '../data/jobs';
import { useStored } from '../data/stored';
import { useAct } from '../data/use-command';
import { type Language, useLanguageSwitch, useWords } from '../i18n';
import { keysForReading } from '../kit/actions';
import { DayField } from '../kit/fields/day-field';
import { JobBar } from '../kit/job-bar';
import { CompanyChoice } from './company-choice';
import { PoolChoice } from './pool-choice';
import classes from './shell.module.css';

/** Book and company, the as-of day, search, running work and the desk's menu. */
export function TopBar(props: { onSearch: () => void; onUndo: () => void; onSwitchUser: () => void }) {
  const { onSearch, onUndo, onSwitchUser } = props;
  const { t } = useWords();
  const { state, asOf, mode, setAsOf } = useDesk();
  return (
    <header className={classes.bar}>
      <div className={classes.company}>
        <CompanyChoice />
        <span className={classes.bookPath} title={state.book?.path}>
          {state.book?.path.split(/[\\/]/).pop()}
        </span>
      </div>
      <button type="button" className={classes.searchButton} onClick={onSearch}>
        <IconSearch size={15} aria-hidden />
        <span>{t('shell.search')}</span>
        <Kbd size="xs">{keysForReading('mod+k').join(' ')}</Kbd>
      </button>
      <div className={classes.barRight}>
        <PoolChoice />
        <JobsButton />
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArrowBackUp size={16} />}
          title={`${t('undo.open')} (${keysForReading('mod+z').join(' ')})`}
          onClick={onUndo}
        >
          {t('undo.button')}
        </Button>
        <div className={classes.asOf}>
          <span className={classes.asOfLabel}>{t('shell.asOf')}</span>
          <DayField
            label={t('shell.asOf')}
            labelled="hidden"
            value={asOf}
            today={state.today}
            max={state.today}
            onChange={(day) => setAsOf(day)}
          />
          {mode === 'past' && (
            <Button variant="subtle" size="compact-xs" onClick={() => setAsOf(null)}>
              {t('shell.backToToday')}
            </Button>
          )}
        </div>
        <DeskMenu onSwitchUser={onSwitchUser} />
      </div>
    </header>
  );
}

function JobsButton() {
  const { t } = useWords();
  const jobs = useJobs();
  const running = jobs.filter((job) => job.state === 'running').length;
  if (jobs.length === 0) return null;
  return (
    <Popover position="bottom-end" width={340}>
      <Popover.Target>
        <Button
          variant="subtle"
          leftSection={
            <Indicator processing={running > 0} size={7}>
              <IconActivity size={16} />
            </Indicator>
          }
        >
          {running > 0 ? t('shell.jobsRunning', { count: running }) : t('shell.jobs')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.jobs')}>
        <div className={classes.jobs}>
          {jobs.map((job) => (
            <JobBar key={job.id} job={job} />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** User, language, appearance, and the way out of the book. */
function DeskMenu({ onSwitchUser }: { onSwitchUser: () => void }) {
  const { t, language } = useWords();
  const { state } = useDesk();
  const switchLanguage = useLanguageSwitch();
  const [theme, setTheme] = useStored<'light' | 'dark' | 'auto'>('theme', 'auto');
  const [panel, setPanel] = useState<'open' | 'closed'>('closed');
  const close = useAct('book.close');
  const switchUser = () => {
    setPanel('closed');
    onSwitchUser();
  };
  return (
    <Popover
      opened={panel === 'open'}
      onChange={(open) => setPanel(open ? 'open' : 'closed')}
      position="bottom-end"
      width={272}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconUserCircle size={18} />}
          title={t('shell.menu')}
          onClick={() => setPanel(panel === 'open' ? 'closed' : 'open')}
        >
          {state.user?.name ?? t('shell.noUser')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.menu')}>
        <div className={classes.menu}>
          <Button variant="default" fullWidth onClick={switchUser}>
            {t('shell.switchUser')}
          </Button>
          <span className={classes.menuLabel}>{t('shell.language')}</span>
          <SegmentedControl
            aria-label={t('shell.language')}
            value={language}
            onChange={(value) => switchLanguage(value as Language)}
            data={[
              { value: 'en', label: t('shell.english') },
              { value: 'de', label: t('shell.german') },
            ]}
          />
          <span className={classes.menuLabel}>{t('shell.theme')}</span>
          <SegmentedControl
            aria-label={t('shell.theme')}
            value={theme}
            onChange={(value) => setTheme(value as 'light' | 'dark' | 'auto')}
            data={[
              { value: 'auto', label: t('shell.themeAuto') },
              { value: 'light', label: t('shell.themeLight') },
              { value: 'dark', label: t('shell.themeDark') },
            ]}
          />
          <Button variant="default" fullWidth loading={close.isPending} onClick={() => close.mutate({})}>
            {t('shell.closeBook')}
          </Button>
          <span className={classes.menuLabel}>{t('shell.version', { version: state.version })}</span>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
