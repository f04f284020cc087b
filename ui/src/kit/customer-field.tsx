import { Autocomplete } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { useAsk } from '../data/use-command';

type CustomerFieldProps = {
  label: string;
  onChoose: (account: string) => void;
  /** The account that is chosen already. */
  value?: string | null;
  error?: string;
};

/** Finds a customer by number, name or a document while one types. */
export function CustomerField({ label, onChoose, value, error }: CustomerFieldProps) {
  const [text, setText] = useState(value ?? '');
  const wanted = useDeferredValue(text.trim());
  const found = useAsk(
    'customers.search',
    { text: wanted },
    { when: wanted.length > 0 ? 'now' : 'later', meanwhile: 'previous' },
  );
  const hits = found.data?.hits ?? [];
  const nameOf = (hit: (typeof hits)[number]) => [hit.account, hit.name, hit.document_no].filter(Boolean).join(' · ');
  return (
    <Autocomplete
      label={label}
      value={text}
      error={error}
      data={[...new Set(hits.map(nameOf))]}
      filter={({ options }) => options}
      onChange={setText}
      onBlur={() => {
        // An account that was typed as a whole is chosen, though nobody took it from the list.
        const typed = hits.find(({ account }) => account === text.trim());
        if (typed) onChoose(typed.account);
      }}
      onOptionSubmit={(option) => {
        const chosen = hits.find((hit) => nameOf(hit) === option);
        if (chosen) onChoose(chosen.account);
      }}
      data-autofocus
    />
  );
}
