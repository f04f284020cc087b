import { Drawer as MantineDrawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../i18n';
import { DayText } from './figures';
import type { Day } from './format/day';
import classes from './side.module.css';

type DrawerProps = {
  title: string;
  state: 'open' | 'closed';
  onClose: () => void;
  /** Buttons at the lower edge, the main one last. */
  footer?: ReactNode;
  width?: 'normal' | 'wide';
  children: ReactNode;
};

/** A form or an act comes from the right; it never stacks on another one. */
export function Drawer({ title, state, onClose, footer, width = 'normal', children }: DrawerProps) {
  const { t } = useWords();
  return (
    <MantineDrawer
      opened={state === 'open'}
      onClose={onClose}
      position="right"
      size={width === 'wide' ? 760 : 440}
      title={title}
      closeButtonProps={{ 'aria-label': t('kit.close') }}
      classNames={{ body: classes.body, content: classes.drawer, title: classes.drawerTitle }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      transitionProps={{ duration: 120 }}
    >
      <div className={classes.drawerContent}>{children}</div>
      {footer && <div className={classes.footer}>{footer}</div>}
    </MantineDrawer>
  );
}

type FactBoxProps = {
  title: string;
  /** The day that the facts are of. */
  asOf?: Day;
  /** A button or link that opens what is behind the facts. */
  why?: ReactNode;
  children: ReactNode;
};

/** A small box of facts with the day that they are of. */
export function FactBox({ title, asOf, why, children }: FactBoxProps) {
  return (
    <section className={classes.box}>
      <header className={classes.boxHead}>
        <h2 className={classes.boxTitle}>{title}</h2>
        {asOf && (
          <span className={classes.boxDay}>
            <DayText day={asOf} />
          </span>
        )}
      </header>
      {children}
      {why && <div className={classes.why}>{why}</div>}
    </section>
  );
}

/** Names and values in two columns. */
export function Facts({ facts }: { facts: { name: string; value: ReactNode }[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <div className={classes.fact} key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
