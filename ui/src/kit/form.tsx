import type { ReactNode } from 'react';
import classes from './form.module.css';

/** Fields side by side where there is room, one below the other where there is none. */
export function Fields({ columns = 2, children }: { columns?: 1 | 2 | 3; children: ReactNode }) {
  return <div className={`${classes.fields} ${classes[`of${columns}`]}`}>{children}</div>;
}

/** Boxes to tick, as many beside each other as there is room for. */
export function Ticks({ children }: { children: ReactNode }) {
  return <div className={classes.ticks}>{children}</div>;
}

/** A form of a set-up page: a title and what it is for at the left, the fields at the right. */
export function FormSection({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <div>
        <h2 className={classes.title}>{title}</h2>
        {about && <p className={classes.about}>{about}</p>}
      </div>
      <div className={classes.content}>{children}</div>
    </section>
  );
}

/** The acts of a form; they stay in sight while the form is long. */
export function FormActs({ children }: { children: ReactNode }) {
  return <div className={classes.acts}>{children}</div>;
}
