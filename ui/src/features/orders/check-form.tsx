import { Button, Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { FormProblem } from '../../kit/states';
import { type Checked, type Order, STEPS, type Step } from './types';

type CheckFormProps = { order: Order; onDone: (checked: Checked) => void; onCancel: () => void };

const MODES = ['posting', 'pro_forma'] as const;

/** The step that follows the one at which the order stands, or was checked where that is further on. */
function nextStep(order: Order): Step {
  const stands = STEPS.indexOf(order.step === 'picking' ? 'picking_list' : (order.step as Step));
  const at = Math.max(stands, order.checked_step ? STEPS.indexOf(order.checked_step) : -1);
  return STEPS[Math.min(at + 1, STEPS.length - 1)] ?? 'entry';
}

/** May this order go on: at a step, executed or printed beforehand. */
export function CheckForm({ order, onDone, onCancel }: CheckFormProps) {
  const { t } = useWords();
  const [step, setStep] = useState<Step>(nextStep(order));
  const [mode, setMode] = useState<(typeof MODES)[number]>('posting');
  const [perform, setPerform] = useState(order.arrived);
  const check = useAct('orders.check');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        check.mutate({ order_no: order.order_no, step, mode, order: null, perform }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('orders.checkAt')}
          allowDeselect={false}
          data={STEPS.map((value) => ({ value, label: t(`orders.stepName.${value}`) }))}
          value={step}
          onChange={(value) => value && setStep(value as Step)}
          data-autofocus
        />
        <Select
          label={t('orders.mode')}
          allowDeselect={false}
          data={MODES.map((value) => ({ value, label: t(`orders.modeName.${value}`) }))}
          value={mode}
          onChange={(value) => value && setMode(value as (typeof MODES)[number])}
        />
        {order.arrived && (
          <Checkbox
            label={t('orders.perform')}
            checked={perform}
            onChange={(event) => setPerform(event.currentTarget.checked)}
          />
        )}
      </Fields>
      <FormActs>
        <Button type="submit" loading={check.isPending}>
          {t('orders.check')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={check.error} />
      </FormActs>
    </form>
  );
}
