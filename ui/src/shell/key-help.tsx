import { useWords } from '../i18n';
import { useRegisteredActions } from '../kit/actions';
import { Drawer } from '../kit/side';
import { Keys } from './palette';
import classes from './shell.module.css';

/** Every key that does something on this page. */
export function KeyHelp({ state, onClose }: { state: 'open' | 'closed'; onClose: () => void }) {
  const { t } = useWords();
  const actions = useRegisteredActions().filter((action) => action.keys);
  const groups = ['page', 'desk', 'go'] as const;
  return (
    <Drawer title={t('shell.keys')} state={state} onClose={onClose}>
      {groups.map((group) => (
        <dl key={group} className={classes.keyList}>
          {actions
            .filter((action) => action.group === group)
            .map((action) => (
              <div key={action.id} className={classes.keyRow}>
                <dt>{action.label}</dt>
                <dd>{action.keys && <Keys keys={action.keys} />}</dd>
              </div>
            ))}
        </dl>
      ))}
    </Drawer>
  );
}
