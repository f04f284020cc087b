import { Button, Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../i18n';
import { useEnvelopes } from '../../kit/envelopes';
import { FormActs } from '../../kit/form';
import { Note } from '../../kit/states';
import type { Job, PaperPlan } from './types';

const WHAT = ['print_file', 'both', 'single'] as const;
const ORDER = ['customer', 'postal_code'] as const;
const WHICH = ['new', 'all'] as const;

/** How letters come out of the printer: order, sides, separators, marks and envelope of the print file. */
export function PrintJobForm({
  running,
  plan,
  onWrite,
}: {
  running: boolean;
  plan: PaperPlan;
  onWrite: (job: Job) => void;
}) {
  const { t } = useWords();
  const envelopes = useEnvelopes();
  const [what, setWhat] = useState<(typeof WHAT)[number]>('print_file');
  const [order, setOrder] = useState<(typeof ORDER)[number]>('customer');
  const [which, setWhich] = useState<(typeof WHICH)[number]>(plan.new > 0 || plan.printed_before === 0 ? 'new' : 'all');
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
      which,
      changed: has('changed'),
      copies: has('copies'),
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
        label={t('letters.job.which')}
        data={WHICH.map((value) => ({ value, label: t(`letters.job.whichOnes.${value}`) }))}
        value={which}
        onChange={(value) => value && setWhich(value as (typeof WHICH)[number])}
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
        {plan.changed > 0 && <Checkbox value="changed" label={t('letters.job.changed', { count: plan.changed })} />}
        <Checkbox value="copies" label={t('letters.job.copies')} />
      </Checkbox.Group>
      {has('copies') && plan.copies_missing.length > 0 && (
        <Note tone="warn">{t('letterMails.copiesMissing', { documents: plan.copies_missing.join(', ') })}</Note>
      )}
      <FormActs>
        <Button type="submit" loading={running}>
          {t('letters.job.write')}
        </Button>
      </FormActs>
    </form>
  );
}
