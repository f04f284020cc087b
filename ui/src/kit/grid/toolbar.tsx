import { ActionIcon, Button, Checkbox, Menu, Popover, TextInput, Tooltip } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconBaselineDensityMedium,
  IconBaselineDensitySmall,
  IconColumns3,
  IconDownload,
  IconSearch,
} from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useState } from 'react';
import { useWords } from '../../i18n';
import type { Column } from './columns';
import classes from './grid.module.css';

export type ColumnState = { id: string; width?: number; show: 'yes' | 'no' };

/** Quick search; `/` jumps here, Enter goes on into the list. */
export function QuickSearch(props: {
  value: string;
  onChange: (text: string) => void;
  onLeave: () => void;
  field: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useWords();
  return (
    <TextInput
      ref={props.field}
      className={classes.search}
      aria-label={t('kit.quickSearch')}
      placeholder={t('kit.quickSearchHint')}
      leftSection={<IconSearch size={14} />}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onChange('');
        if (event.key === 'Enter' || event.key === 'Escape') props.onLeave();
      }}
    />
  );
}

/** Which columns are shown and in which order. */
export function ColumnChooser<Row>(props: {
  columns: readonly Column<Row>[];
  states: readonly ColumnState[];
  onChange: (states: ColumnState[]) => void;
  onReset: () => void;
}) {
  const { t } = useWords();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const { states, onChange } = props;
  const move = (index: number, by: 1 | -1) => {
    const next = [...states];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    onChange(next);
  };
  const turn = (id: string, show: 'yes' | 'no') =>
    onChange(states.map((state) => (state.id === id ? { ...state, show } : state)));
  return (
    <Popover
      opened={form === 'open'}
      onChange={(open) => setForm(open ? 'open' : 'closed')}
      trapFocus
      position="bottom-end"
    >
      <Popover.Target>
        <Tooltip label={t('kit.columns')}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={t('kit.columns')}
            onClick={() => setForm(form === 'open' ? 'closed' : 'open')}
          >
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('kit.columns')}>
        <ul className={classes.chooser}>
          {states.map((state, index) => {
            const column = props.columns.find((other) => other.id === state.id);
            if (!column) return null;
            return (
              <li key={state.id} className={classes.chooserRow}>
                <Checkbox
                  label={column.header}
                  checked={state.show === 'yes'}
                  disabled={column.show === 'always'}
                  onChange={(event) => turn(state.id, event.currentTarget.checked ? 'yes' : 'no')}
                />
                <span className={classes.chooserMoves}>
                  <ActionIcon
                    variant="subtle"
                    size="sm"
                    disabled={index === 0}
                    aria-label={t('kit.moveUp', { column: column.header })}
                    onClick={() => move(index, -1)}
                  >
                    <IconArrowUp size={13} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    size="sm"
                    disabled={index === states.length - 1}
                    aria-label={t('kit.moveDown', { column: column.header })}
                    onClick={() => move(index, 1)}
                  >
                    <IconArrowDown size={13} />
                  </ActionIcon>
                </span>
              </li>
            );
          })}
        </ul>
        <Button variant="subtle" size="compact-xs" onClick={props.onReset}>
          {t('kit.columnsReset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

export type Density = 'normal' | 'tight';

export function DensitySwitch({ value, onChange }: { value: Density; onChange: (density: Density) => void }) {
  const { t } = useWords();
  const next = value === 'normal' ? 'tight' : 'normal';
  return (
    <Tooltip label={t(`kit.density.${next}`)}>
      <ActionIcon variant="default" size={30} aria-label={t(`kit.density.${next}`)} onClick={() => onChange(next)}>
        {value === 'normal' ? <IconBaselineDensitySmall size={16} /> : <IconBaselineDensityMedium size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}

export type ExportFormat = 'xlsx' | 'csv';

/** Export of exactly what the list shows: the same handle, so the same filter and order. */
export function ExportMenu({ onExport }: { onExport: (format: ExportFormat) => void }) {
  const { t } = useWords();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={t('kit.export')}>
          <ActionIcon variant="default" size={30} aria-label={t('kit.export')}>
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onExport('xlsx')}>{t('kit.exportXlsx')}</Menu.Item>
        <Menu.Item onClick={() => onExport('csv')}>{t('kit.exportCsv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
