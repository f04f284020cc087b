import type { ReactNode } from 'react';
import classes from './chooser.module.css';

export type Choosable = { id: string; name: string; about?: ReactNode; mark?: ReactNode };

type ChooserProps = {
  label: string;
  items: readonly Choosable[];
  chosen: string;
  onChoose: (id: string) => void;
  /** What is chosen. */
  children: ReactNode;
};

/** A short list at the left and what is chosen from it at the right: set-up records with a form of their own. */
export function Chooser({ label, items, chosen, onChoose, children }: ChooserProps) {
  return (
    <div className={classes.chooser}>
      <ul className={classes.list} aria-label={label}>
        {items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={classes.item}
              aria-current={item.id === chosen ? 'true' : undefined}
              onClick={() => onChoose(item.id)}
            >
              <span className={classes.name}>{item.name}</span>
              {item.mark}
              {item.about && <span className={classes.about}>{item.about}</span>}
            </button>
          </li>
        ))}
      </ul>
      <div className={classes.detail}>{children}</div>
    </div>
  );
}
