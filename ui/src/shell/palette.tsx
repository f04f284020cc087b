import { Kbd, Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useState } from 'react';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import { keysForReading, useRegisteredActions } from '../kit/actions';
import classes from './palette.module.css';

type Hit = {
  id: string;
  label: string;
  detail?: string;
  keys?: string;
  section: 'pages' | 'actions' | 'customers';
  run: () => void;
};

const CUSTOMER_HITS = 12;
const SHORTEST_NAME = 2;

/** Every page, every action and every customer from one line. */
export function Palette({ state, onClose }: { state: 'open' | 'closed'; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Modal.Root
      opened={state === 'open'}
      onClose={onClose}
      size={620}
      yOffset="12vh"
      transitionProps={{ duration: 80 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('shell.palette')}>
        <Modal.Body p={0}>
          <PaletteBody onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function useHits(text: string): Hit[] {
  const actions = useRegisteredActions();
  const navigate = useNavigate();
  const wanted = useDeferredValue(text.trim());
  const customers = useAsk(
    'customers.search',
    { text: wanted },
    { when: wanted.length >= SHORTEST_NAME ? 'now' : 'later', meanwhile: 'previous' },
  );
  return useMemo(() => {
    const words = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const fits = (label: string) => words.every((word) => label.toLocaleLowerCase().includes(word));
    const known: Hit[] = actions
      .filter((action) => action.id !== 'palette' && fits(action.label))
      .map((action) => ({ ...action, section: action.group === 'go' ? 'pages' : 'actions' }));
    const rows = wanted.length >= SHORTEST_NAME ? (customers.data?.hits ?? []) : [];
    const found: Hit[] = rows.slice(0, CUSTOMER_HITS).map((hit) => ({
      id: `customer-${hit.customer_id}-${hit.document_no ?? ''}`,
      label: hit.name,
      detail: hit.document_no ? `${hit.account} · ${hit.document_no}` : hit.account,
      section: 'customers',
      run: () => void navigate({ to: '/customers/$account', params: { account: hit.account } }),
    }));
    return [
      ...found,
      ...known.filter((hit) => hit.section === 'pages'),
      ...known.filter((hit) => hit.section === 'actions'),
    ];
  }, [actions, wanted, customers.data, navigate]);
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const hits = useHits(text);
  const current = hits[Math.min(at, hits.length - 1)];
  useEffect(() => {
    if (current) document.getElementById(`${listId}-${current.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [current, listId]);
  const run = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    hit.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') run(current);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.palette}>
      <TextInput
        data-autofocus
        variant="unstyled"
        size="md"
        className={classes.field}
        leftSection={<IconSearch size={17} />}
        placeholder={t('shell.paletteHint')}
        aria-label={t('shell.palette')}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={classes.hits} id={listId} role="listbox" aria-label={t('shell.palette')}>
        {hits.map((hit, index) => (
          <div key={hit.id} role="presentation">
            {hit.section !== hits[index - 1]?.section && (
              <div className={classes.section} role="presentation">
                {t(`shell.${hit.section}`)}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and handles the keys. */}
            <div
              id={`${listId}-${hit.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={hit === current}
              className={classes.hit}
              onClick={() => run(hit)}
              onMouseMove={() => setAt(index)}
            >
              <span className={classes.label}>{hit.label}</span>
              {hit.detail && <span className={`tabular ${classes.detail}`}>{hit.detail}</span>}
              {hit.keys && <Keys keys={hit.keys} />}
            </div>
          </div>
        ))}
      </div>
      {hits.length === 0 && <p className={classes.none}>{t('shell.paletteNone')}</p>}
    </div>
  );
}

/** Keys as they stand on the keyboard. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keysForReading(keys).map((key) => (
        <Kbd size="xs" key={key}>
          {key}
        </Kbd>
      ))}
    </span>
  );
}
