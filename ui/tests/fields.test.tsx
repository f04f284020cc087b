import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { DayField } from '../src/kit/fields/day-field';
import { MoneyField } from '../src/kit/fields/money-field';
import { show } from './fake-host';

const TODAY = '2026-11-22';

function Day({ seen }: { seen: (day: string | null) => void }) {
  const [day, setDay] = useState<string | null>(TODAY);
  const change = (next: string | null) => {
    setDay(next);
    seen(next);
  };
  return <DayField label="Day" value={day} today={TODAY} max={TODAY} onChange={change} />;
}

function Money({ seen }: { seen: (minor: number | null) => void }) {
  const [minor, setMinor] = useState<number | null>(null);
  const change = (next: number | null) => {
    setMinor(next);
    seen(next);
  };
  return <MoneyField label="Amount" value={minor} currency="EUR" onChange={change} />;
}

describe('a day', () => {
  it('is typed relative to today, and the field then shows the day that was understood', async () => {
    const days: (string | null)[] = [];
    await show(<Day seen={(day) => days.push(day)} />);
    const field = screen.getByLabelText('Day');
    await userEvent.clear(field);
    await userEvent.type(field, '-22{Enter}');
    expect(days).toEqual(['2026-10-31']);
    expect((field as HTMLInputElement).value).toMatch(/31/);
  });

  it('that is none stays as it was typed, with words beside it, and changes nothing', async () => {
    const days: (string | null)[] = [];
    await show(<Day seen={(day) => days.push(day)} />);
    const field = screen.getByLabelText('Day');
    await userEvent.clear(field);
    await userEvent.type(field, '30.2{Enter}');
    expect(days).toEqual([]);
    expect((field as HTMLInputElement).value).toBe('30.2');
    expect(screen.getByText(/This is no day/)).toBeTruthy();
  });

  it('after the last allowed one is refused', async () => {
    const days: (string | null)[] = [];
    await show(<Day seen={(day) => days.push(day)} />);
    const field = screen.getByLabelText('Day');
    await userEvent.clear(field);
    await userEvent.type(field, '+1{Enter}');
    expect(days).toEqual([]);
    expect(screen.getByText(/must not be after/)).toBeTruthy();
  });
});

describe('an amount', () => {
  it('is whole minor units, and the field shows it in the format of the reader', async () => {
    const amounts: (number | null)[] = [];
    await show(<Money seen={(minor) => amounts.push(minor)} />);
    const field = screen.getByLabelText('Amount');
    await userEvent.type(field, '1234.5');
    await userEvent.tab();
    expect(amounts).toEqual([123450]);
    expect((field as HTMLInputElement).value).toBe('1,234.50');
  });

  it('with more decimals than the currency has is refused beside the field', async () => {
    const amounts: (number | null)[] = [];
    await show(<Money seen={(minor) => amounts.push(minor)} />);
    await userEvent.type(screen.getByLabelText('Amount'), '1.005');
    await userEvent.tab();
    expect(amounts).toEqual([]);
    expect(screen.getByText(/This is no amount/)).toBeTruthy();
  });
});
