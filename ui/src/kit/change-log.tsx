import { useWords } from '../i18n';
import classes from './change-log.module.css';
import { formatInstant } from './format/day';

type Line = { id: number; at: string; user: string; what: string; before: string; after: string };

type ChangeLogProps = {
  label: string;
  lines: readonly Line[];
  /** What was changed, in words. */
  whatOf: (what: string) => string;
  /** A value as people read it. */
  wordOf: (what: string, text: string) => string;
};

/** Every change of a record with who and when, the newest first. */
export function ChangeLog({ label, lines, whatOf, wordOf }: ChangeLogProps) {
  const { locale } = useWords();
  return (
    <ol className={classes.log} aria-label={label} data-testid="change-log">
      {lines.map(({ id, at, user, what, before, after }) => {
        const [was, is] = [wordOf(what, before), wordOf(what, after)];
        return (
          <li key={id}>
            <time className={classes.when} dateTime={at}>
              {formatInstant(at, locale)}
            </time>
            <span className={classes.when}>{user}</span>
            <span>
              {whatOf(what)}
              {was !== '' && <del>{` ${was}`}</del>}
              {is !== '' && <span>{` ${is}`}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
