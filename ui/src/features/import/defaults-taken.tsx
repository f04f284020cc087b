import { useWords } from '../../i18n';
import { formatDecimal } from '../../kit/format/decimal';
import { Section } from '../../kit/page';
import classes from './import.module.css';
import type { FileDefault, Recognition } from './types';

type Taken = Recognition['defaults'][number] & Partial<Pick<FileDefault, 'file' | 'value' | 'days'>>;

/** What stands in for fields that a file does not carry: the field, its default, its value in this book, and its rows. */
export function DefaultsTaken({ defaults }: { defaults: readonly Taken[] }) {
  const { t, locale } = useWords();
  if (defaults.length === 0) return null;
  const several = new Set(defaults.map(({ file }) => file)).size > 1;
  return (
    <Section title={t('import.defaults')}>
      <dl className={classes.defaults}>
        {defaults.map((taken) => (
          <div key={`${taken.file ?? ''} ${taken.field} ${taken.default} ${taken.value ?? ''} ${taken.days ?? ''}`}>
            <dt>
              {several && `${taken.file}: `}
              {t(`import.field.${taken.field}`)}
            </dt>
            <dd>
              {t(`import.default.${taken.default}`)}
              {taken.value && (
                <strong>
                  {' '}
                  {taken.default === 'terms_discount_percent' ? `${formatDecimal(taken.value, locale)} %` : taken.value}
                </strong>
              )}
              {taken.days !== undefined && <strong> {t('import.defaultDays', { count: taken.days })}</strong>}
              <span className={classes.defaultRows}> {t('import.defaultRows', { count: taken.rows })}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
