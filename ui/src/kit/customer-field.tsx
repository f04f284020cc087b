import { Autocomplete } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { useAsk } from '../data/use-command';

type CustomerFieldProps = {
  label: string;
  onChoose: (account: string) => void;
};

/** Finds a customer by number, name or a document while one types. */
export function CustomerField({ label, onChoose }: CustomerFieldProps) {
  const [text, setText] = useState('');
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
      data={[...new Set(hits.map(nameOf))]}
      filter={({ options }) => options}
      onChange={setText}
      onOptionSubmit={(option) => {
        const chosen = hits.find((hit) => nameOf(hit) === option);
        if (chosen) onChoose(chosen.account);
      }}
      data-autofocus
    />
  );
}
