import { useWords } from '../../i18n';
import { Section } from '../../kit/page';
import classes from './import.module.css';
import type { Recognition } from './types';

/** What stands in for fields that the file does not carry. */
export function DefaultsTaken({ defaults }: { defaults: Recognition['defaults'] }) {
  const { t } = useWords();
  if (defaults.length === 0) return null;
  return (
    <Section title={t('import.defaults')}>
      <dl className={classes.defaults}>
        {defaults.map((taken) => (
          <div key={taken.field}>
            <dt>{t(`import.field.${taken.field}`)}</dt>
            <dd>
              {t(`import.default.${taken.default}`)}
              <span className={classes.defaultRows}> {t('import.defaultRows', { count: taken.rows })}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
