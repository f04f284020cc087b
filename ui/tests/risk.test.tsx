import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { BacktestPanel } from '../src/features/risk/backtest';
import { PasteValues } from '../src/features/risk/paste-values';
import { ScorePanel } from '../src/features/risk/score-panel';
import { ScoringForm } from '../src/features/risk/scoring-form';
import { TasksPage } from '../src/features/tasks/tasks-page';
import { fakeHost, show } from './fake-host';

type Answers = Parameters<typeof fakeHost>[0];

const SETUP = {
  scoring: [
    {
      code: 'BUREAU',
      description: '',
      group_type: 'user_defined',
      score_type: 'range',
      weight: 10_000,
      lines: [{ from: 0, to: null, value: null, score: 100_000 }],
    },
  ],
  groups: [{ code: 'LOW', description: 'Low risk', from: 0, to: null, indicator: 'good' }],
  automatic: [],
};

function type(label: string | RegExp, value: string) {
  const field = screen.getByLabelText(label);
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value } });
  fireEvent.blur(field);
}

describe('a scoring group', () => {
  it('keeps decimals as ten-thousandths and turns to a list for an attribute', async () => {
    const asked = fakeHost({ 'risk.scoring_save': () => SETUP } as unknown as Answers);
    const stored = SETUP.scoring[0] as Parameters<typeof ScoringForm>[0]['stored'];
    await show(<ScoringForm stored={{ ...stored, code: '' }} state="new" onDone={() => undefined} />);
    type('Code', 'BUREAU');
    type(/^Weight/, '2.5');
    type('From value of line 1', '29.9');
    fireEvent.click(screen.getByText('Save'));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'risk.scoring_save')?.request).toMatchObject({
        code: 'BUREAU',
        weight: 25_000,
        lines: [{ from: 299_000, value: null, score: 100_000 }],
      }),
    );
  });
});

describe('a score', () => {
  it('opens to what each value contributed', async () => {
    const score = {
      from_on: '2026-03-01',
      scored_on: '2026-03-20',
      total: 450_000,
      risk_group: 'LOW',
      contributions: [
        {
          group: 'BUREAU',
          group_type: 'user_defined',
          value: '29.9',
          score: 180_000,
          weight: 25_000,
          points: 450_000,
          share_bp: 10_000,
          warning: null,
        },
        {
          group: 'LAND',
          group_type: 'country',
          value: null,
          score: 0,
          weight: 10_000,
          points: 0,
          share_bp: 0,
          warning: 'value_missing',
        },
      ],
    };
    fakeHost({
      'risk.setup': () => SETUP,
      'risk.customer': () => ({ account: '1', name: 'Weber', score, history: [score] }),
    } as unknown as Answers);
    await show(<ScorePanel account="1" />);
    expect((await screen.findByTestId('score')).textContent).toContain('45');
    expect(await screen.findByText('Low risk')).toBeTruthy();
    expect(screen.getByText('100%')).toBeTruthy();
    expect(screen.getByText('no value')).toBeTruthy();
  });

  it('takes values as a table', async () => {
    const asked = fakeHost({
      'risk.setup': () => SETUP,
      'risk.values_paste': () => ({ changed: 2, unchanged: 0 }),
    } as unknown as Answers);
    await show(<PasteValues onDone={() => undefined} />);
    await screen.findByLabelText('Accounts and values');
    type('Accounts and values', '1\t29.9\n2\t5');
    fireEvent.click(screen.getByText('Take these values'));
    expect(await screen.findByText('2 values are new, 0 were there.')).toBeTruthy();
    expect(asked.find(({ command }) => command === 'risk.values_paste')?.request).toEqual({
      group: 'BUREAU',
      text: '1\t29.9\n2\t5',
    });
  });
});

describe('the back-test', () => {
  it('shows what became of each risk group', async () => {
    const group = {
      risk_group: 'LOW',
      customers: 20,
      bad_customers: 5,
      bad_rate_bp: 2_500,
      invoices: 40,
      amount_minor: 1_000_000,
      bad_invoices: 6,
      bad_minor: 200_000,
      written_off: 1,
      written_off_minor: 50_000,
      bad_amount_bp: 2_000,
      longest_days: 200,
    };
    const asked = fakeHost({
      'risk.setup': () => SETUP,
      'risk.backtest': () => ({
        scored_on: '2025-06-30',
        watched_to: '2026-06-30',
        bad_days: 60,
        currency: 'EUR',
        groups: [group],
        total: { ...group, risk_group: null },
        without_rate: 0,
      }),
    } as unknown as Answers);
    await show(<BacktestPanel />);
    fireEvent.click(screen.getByRole('button', { name: 'Test' }));
    expect((await screen.findAllByText('25%')).length).toBe(2);
    expect(asked.find(({ command }) => command === 'risk.backtest')?.request).toEqual({ months: 12, bad_days: 60 });
  });
});

describe('the tasks', () => {
  it('say what is due, what failed and why, and run one now', async () => {
    const failed = {
      id: 7,
      job: 'scores',
      due_on: '2026-11-22',
      state: 'failed',
      started_at: '2026-11-22T02:00:00.000Z',
      ended_at: '2026-11-22T02:00:01.000Z',
      user: 'anna',
      counts: {},
      error: { code: 'score_out_of_range', args: {}, trace_id: '' },
    };
    const asked = fakeHost({
      'nightly.due': () => ({
        jobs: [
          { job: 'statistics', due: false, last: null },
          { job: 'scores', due: true, last: failed },
        ],
        automatic: true,
      }),
      'nightly.log': () => ({ runs: [failed] }),
      'nightly.run': () => ({ runs: [] }),
    } as unknown as Answers);
    await show(<TasksPage />);
    expect(await screen.findByText('done for today')).toBeTruthy();
    expect(await screen.findByText('A score is too large to be kept.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Run now: Update risk scores' }));
    await waitFor(() =>
      expect(asked.find(({ command }) => command === 'nightly.run')?.request).toEqual({ jobs: ['scores'] }),
    );
  });
});
