import { NumberInput } from '@mantine/core';

type PercentFieldProps = {
  label: string;
  description?: string;
  /** Basis points; `null` is empty. */
  value: number | null;
  onChange: (basisPoints: number | null) => void;
  error?: string;
};

/** A share in percent, kept as basis points. */
export function PercentField({ label, description, value, onChange, error }: PercentFieldProps) {
  return (
    <NumberInput
      label={label}
      description={description}
      value={value === null ? '' : value / 100}
      min={0}
      decimalScale={2}
      suffix=" %"
      error={error}
      onChange={(typed) => onChange(typeof typed === 'number' ? Math.round(typed * 100) : null)}
    />
  );
}

type CountFieldProps = Omit<PercentFieldProps, 'value' | 'onChange' | 'label'> & {
  label: string;
  labelled?: 'above' | 'hidden';
  value: number | null;
  onChange: (count: number | null) => void;
  disabled?: boolean;
};

/** A whole number, such as days; `null` is empty. */
export function CountField({ label, labelled, description, value, onChange, error, disabled }: CountFieldProps) {
  return (
    <NumberInput
      {...(labelled === 'hidden' ? { 'aria-label': label } : { label })}
      description={description}
      value={value ?? ''}
      min={0}
      allowDecimal={false}
      allowNegative={false}
      error={error}
      disabled={disabled}
      onChange={(typed) => onChange(typeof typed === 'number' ? typed : null)}
    />
  );
}
