import { Drawer as MantineDrawer } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useStored } from '../data/stored';
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
    <MantineDrawer.Root
      opened={state === 'open'}
      onClose={onClose}
      position="right"
      size={width === 'wide' ? 760 : 440}
      transitionProps={{ duration: 120 }}
      classNames={{ content: classes.drawer }}
    >
      <MantineDrawer.Overlay backgroundOpacity={0.25} />
      <MantineDrawer.Content>
        {/* A plain part, because a header of its own would be a second banner of the window. */}
        <div className={classes.drawerHead}>
          <MantineDrawer.Title className={classes.drawerTitle}>{title}</MantineDrawer.Title>
          <MantineDrawer.CloseButton aria-label={t('kit.close')} />
        </div>
        <MantineDrawer.Body className={classes.body}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard. */}
          <section className={classes.drawerContent} aria-label={title} tabIndex={0}>
            {children}
          </section>
          {footer && <div className={classes.footer}>{footer}</div>}
        </MantineDrawer.Body>
      </MantineDrawer.Content>
    </MantineDrawer.Root>
  );
}

type FactBoxProps = {
  title: string;
  /** A box with a name of its own can be folded, and stays so on this desk. */
  id?: string;
  /** The day that the facts are of. */
  asOf?: Day;
  /** A button or link that opens what is behind the facts. */
  why?: ReactNode;
  children: ReactNode;
};

/** A small box of facts with the day that they are of. */
export function FactBox({ title, id, asOf, why, children }: FactBoxProps) {
  const [folded, setFolded] = useStored<readonly string[]>('boxes.folded', []);
  const shut = id !== undefined && folded.includes(id);
  return (
    <section className={`${classes.box} ${shut ? classes.shut : ''}`}>
      <header className={classes.boxHead}>
        <h2 className={classes.boxTitle}>
          {id === undefined ? (
            title
          ) : (
            <button
              type="button"
              className={classes.folder}
              aria-expanded={!shut}
              onClick={() => setFolded(shut ? folded.filter((other) => other !== id) : [...folded, id])}
            >
              {title}
              {shut ? <IconChevronRight size={13} aria-hidden /> : <IconChevronDown size={13} aria-hidden />}
            </button>
          )}
        </h2>
        {asOf && (
          <span className={classes.boxDay}>
            <DayText day={asOf} />
          </span>
        )}
      </header>
      {!shut && children}
      {!shut && why && <div className={classes.why}>{why}</div>}
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
