import { Code, Combobox, Textarea, useCombobox } from '@mantine/core';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { completed, fitting, inserted, type Typing, typingAt } from './placeholder-text';

type PlaceholderAreaProps = {
  label: string;
  value: string;
  /** What can stand between double braces. */
  names: readonly string[];
  lang?: string;
  minRows?: number;
  error?: ReactNode;
  onChange: (text: string) => void;
  /** The field that was last written in gets what is chosen from a list of names beside it. */
  onFocus?: (insert: (name: string) => void) => void;
  'data-testid'?: string;
};

/** A text with placeholders: two braces offer the names, the rest of a name is completed with its closing braces. */
export function PlaceholderArea({ names, value, onChange, onFocus, minRows = 1, ...rest }: PlaceholderAreaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [typing, setTyping] = useState<Typing | null>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const offered = fitting(names, typing);
  const state = offered.length > 0 ? 'open' : 'closed';
  // React puts the caret at the end of a text that it writes itself.
  useLayoutEffect(() => {
    if (caret === null) return;
    area.current?.focus();
    area.current?.setSelectionRange(caret, caret);
    setCaret(null);
  }, [caret]);
  const look = (text: string, at: number) => {
    const now = typingAt(text, at);
    setTyping(now);
    if (fitting(names, now).length > 0) {
      combobox.openDropdown();
      combobox.updateSelectedOptionIndex();
    } else combobox.closeDropdown();
  };
  const write = (next: { text: string; caret: number }) => {
    onChange(next.text);
    setCaret(next.caret);
    setTyping(null);
    combobox.closeDropdown();
  };
  return (
    <Combobox
      store={combobox}
      position="bottom-start"
      width={280}
      onOptionSubmit={(name) => typing && write(completed(value, typing, name))}
    >
      <Combobox.Target withKeyboardNavigation={state === 'open'}>
        <Textarea
          {...rest}
          ref={area}
          autosize
          minRows={minRows}
          value={value}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            look(event.currentTarget.value, event.currentTarget.selectionStart);
          }}
          onFocus={() =>
            onFocus?.((name) => {
              const text = area.current?.value ?? '';
              write(inserted(text, area.current?.selectionEnd ?? text.length, name));
            })
          }
          onKeyDown={(event) => {
            if (event.key === 'Escape' && state === 'open') {
              event.stopPropagation();
              setTyping(null);
              combobox.closeDropdown();
            }
          }}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={state === 'closed'}>
        <Combobox.Options mah={220} style={{ overflowY: 'auto' }}>
          {offered.map((name) => (
            <Combobox.Option key={name} value={name}>
              <Code>{name}</Code>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
