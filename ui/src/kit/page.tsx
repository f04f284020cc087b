import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { type Act, Acts } from './acts';
import classes from './page.module.css';

type PageProps = {
  title: string;
  /** One line under the title: what the figures are. */
  about?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** The same for a page with many acts: what has no room goes into a menu. */
  acts?: readonly Act[];
  /** A column of facts at the right. */
  aside?: ReactNode;
  /** `fill`: the content takes the height of the window and scrolls inside. `flow`: the page scrolls. */
  layout?: 'fill' | 'flow';
  /** What stands before the title, such as the way back. */
  above?: ReactNode;
  children: ReactNode;
};

/** Every page: a title, its acts, the content, and at the right its facts. */
export function Page({ title, about, actions, acts, aside, layout = 'flow', above, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} – Duebook`;
  }, [title]);
  return (
    <main className={`${classes.page} ${layout === 'fill' ? classes.fill : classes.flow}`} id="page" tabIndex={-1}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <div className={classes.titleLine}>
            {above}
            <h1 className={classes.title}>{title}</h1>
          </div>
          {about && !acts && <div className={classes.about}>{about}</div>}
        </div>
        {acts && (
          <div className={classes.acts}>
            <Acts acts={acts} side="right" />
          </div>
        )}
        {/* A menu keeps the acts in one line, so that the line below belongs to the facts alone. */}
        {about && acts && <div className={`${classes.about} ${classes.line}`}>{about}</div>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={aside ? classes.split : classes.whole}>
        <div className={classes.content}>{children}</div>
        {aside && <aside className={classes.aside}>{aside}</aside>}
      </div>
    </main>
  );
}

/** A titled part of a page. */
export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** A surface with a border, for everything that is not a grid. */
export function Card({ children, padding = 'normal' }: { children: ReactNode; padding?: 'normal' | 'none' }) {
  return <div className={`${classes.card} ${padding === 'normal' ? classes.padded : ''}`}>{children}</div>;
}
