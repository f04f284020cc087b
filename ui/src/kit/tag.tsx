import type { ReactNode } from 'react';
import classes from './tag.module.css';

/** A short word with a frame. Its sign says the same as its colour. */
export function Tag({
  tone,
  sign,
  children,
}: {
  tone: 'plain' | 'good' | 'bad' | 'accent';
  sign?: string;
  children: ReactNode;
}) {
  return (
    <span className={`${classes.tag} ${classes[tone]}`}>
      {sign && <span aria-hidden="true">{sign}</span>}
      {children}
    </span>
  );
}
