import { Button, Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../i18n';
import { useEnvelopes } from '../../kit/envelopes';
import { FormActs } from '../../kit/form';
import type { Job } from './types';

const WHAT = ['print_file', 'both', 'single'] as const;
const ORDER = ['customer', 'postal_code'] as const;

/** How letters come out of the printer: order, sides, separators, marks and envelope of the print file. */
export function PrintJobForm({ running, onWrite }: { running: boolean; onWrite: (job: Job) => void }) {
  const { t } = useWords();
  const envelopes = useEnvelopes();
  const [what, setWhat] = useState<(typeof WHAT)[number]>('print_file');
  const [order, setOrder] = useState<(typeof ORDER)[number]>('customer');
  const [envelope, setEnvelope] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string[]>(['marks']);
  const has = (option: string) => chosen.includes(option);
  const write = () =>
    onWrite({
      what,
      order,
      job: {
        fold_marks: has('marks') ? 'printed' : 'none',
        sides: has('both_sides') ? 'both' : 'one',
        separators: has('separators') ? 'bundles' : 'none',
        envelope,
      },
    });
  return (
    <form
      data-testid="print-job"
      onSubmit={(event) => {
        event.preventDefault();
        write();
      }}
    >
      <Select
        label={t('letters.job.what')}
        data={WHAT.map((value) => ({ value, label: t(`letters.job.files.${value}`) }))}
        value={what}
        onChange={(value) => value && setWhat(value as (typeof WHAT)[number])}
      />
      <Select
        label={t('letters.job.order')}
        data={ORDER.map((value) => ({ value, label: t(`letters.job.orders.${value}`) }))}
        value={order}
        onChange={(value) => value && setOrder(value as (typeof ORDER)[number])}
      />
      <Select
        clearable
        label={t('letters.job.envelope')}
        placeholder={t('letters.job.envelopeOwn')}
        data={envelopes}
        value={envelope}
        onChange={setEnvelope}
      />
      <Checkbox.Group label={t('letters.job.options')} value={chosen} onChange={setChosen}>
        <Checkbox value="marks" label={t('letters.job.foldMarks')} />
        <Checkbox value="both_sides" label={t('letters.job.bothSides')} description={t('letters.job.bothSidesHint')} />
        <Checkbox
          value="separators"
          label={t('letters.job.separators')}
          description={t('letters.job.separatorsHint')}
        />
      </Checkbox.Group>
      <FormActs>
        <Button type="submit" loading={running}>
          {t('letters.job.write')}
        </Button>
      </FormActs>
    </form>
  );
}
