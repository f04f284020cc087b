import { NumberInput } from '@mantine/core';
import { POINT } from '../../kit/score';

type PointFieldProps = {
  label: string;
  /** Ten-thousandths. */
  value: number;
  onChange: (value: number) => void;
  description?: string;
  error?: string | undefined;
  min?: number;
  labelled?: 'above' | 'hidden';
};

/** A number with up to four decimals, as scores, weights and ranges are kept. */
export function PointField({ label, value, onChange, labelled = 'above', ...rest }: PointFieldProps) {
  return (
    <NumberInput
      {...(labelled === 'hidden' ? { 'aria-label': label } : { label })}
      decimalScale={4}
      value={value / POINT}
      onChange={(typed) => typeof typed === 'number' && onChange(Math.round(typed * POINT))}
      {...rest}
    />
  );
}
