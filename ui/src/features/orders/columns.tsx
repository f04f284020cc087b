import { useMemo } from 'react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import type { Column } from '../../kit/grid/columns';
import { Tag } from '../../kit/tag';
import { percentText } from './figures';
import { useReasonName } from './reason-field';
import { type HoldRow, type OrderRow, REASONS, ROLES, STATES, STEPS, STORED_STEPS, type State } from './types';

const TONE: Record<State, 'plain' | 'good' | 'bad' | 'accent'> = {
  not_checked: 'plain',
  passed: 'good',
  warned: 'accent',
  on_hold: 'bad',
  in_approval: 'bad',
  released: 'good',
  rejected: 'bad',
  cancelled: 'plain',
};

const SIGN: Partial<Record<State, string>> = {
  passed: '✓',
  warned: '!',
  on_hold: '✕',
  in_approval: '…',
  released: '✓',
  rejected: '✕',
};

/** Where an order is, as a word with a sign. */
export function StateTag({ state }: { state: State }) {
  const { t } = useWords();
  const sign = SIGN[state];
  return (
    <Tag tone={TONE[state]} {...(sign ? { sign } : {})}>
      {t(`orders.stateName.${state}`)}
    </Tag>
  );
}

function useReasonWord(): (code: string) => string {
  const { t } = useWords();
  return (code) => {
    const known = REASONS.find((other) => other === code);
    return known ? t(`holds.reasonName.${known}`) : code;
  };
}

/** The columns of the list of orders. */
export function useOrderColumns(): Column<OrderRow>[] {
  const { t } = useWords();
  const reasonWord = useReasonWord();
  return useMemo(() => {
    const currency = (row: OrderRow) => row.currency;
    return [
      {
        id: 'order_no',
        kind: 'link',
        header: t('orders.order'),
        width: 130,
        show: 'always',
        value: (row) => row.order_no,
      },
      { id: 'account', kind: 'text', header: t('orders.account'), width: 100, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('orders.name'), fit: 'grow', value: (row) => row.name },
      { id: 'ordered_on', kind: 'day', header: t('orders.day'), width: 110, value: (row) => row.ordered_on },
      {
        id: 'step',
        kind: 'text',
        header: t('orders.step'),
        width: 130,
        value: (row) => t(`orders.stepName.${row.step as 'entry'}`),
        choices: STORED_STEPS.map((value) => ({ value, label: t(`orders.stepName.${value}`) })),
      },
      { id: 'amount', kind: 'money', header: t('orders.amount'), value: (row) => row.amount_minor, currency },
      { id: 'open', kind: 'money', header: t('orders.openAmount'), value: (row) => row.open_minor, currency },
      {
        id: 'currency',
        kind: 'text',
        header: t('orders.currency'),
        width: 80,
        sort: 'no',
        filter: 'no',
        value: currency,
      },
      {
        id: 'state',
        kind: 'text',
        header: t('orders.state'),
        width: 140,
        value: (row) => t(`orders.stateName.${row.state}`),
        render: (row) => <StateTag state={row.state} />,
        choices: STATES.map((value) => ({ value, label: t(`orders.stateName.${value}`) })),
      },
      {
        id: 'held_by',
        kind: 'text',
        header: t('orders.heldBy'),
        width: 180,
        sort: 'no',
        filter: 'no',
        value: (row) => (row.held_by ? reasonWord(row.held_by) : ''),
        choices: REASONS.map((value) => ({ value, label: t(`holds.reasonName.${value}`) })),
      },
      { id: 'checked_on', kind: 'day', header: t('orders.checkedOn'), width: 110, value: (row) => row.checked_on },
      {
        id: 'only_checked',
        kind: 'text',
        header: t('orders.onlyChecked'),
        width: 120,
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => (row.only_checked ? t('holds.yes') : ''),
      },
      {
        id: 'reserved_until',
        kind: 'day',
        header: t('orders.reservedUntil'),
        width: 120,
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => row.reserved_until,
      },
    ];
  }, [t, reasonWord]);
}

/** The columns of the hold list. */
export function useHoldColumns(): Column<HoldRow>[] {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const several = (state.book?.companies ?? []).length > 1;
  const reasonWord = useReasonWord();
  const reasonName = useReasonName();
  return useMemo(() => {
    const currency = (row: HoldRow) => row.currency;
    const mark = (on: boolean) => (on ? t('holds.yes') : '');
    return [
      {
        id: 'order_no',
        kind: 'link',
        header: t('orders.order'),
        width: 130,
        show: 'always',
        value: (row) => row.order_no,
      },
      ...(several
        ? ([
            { id: 'company', kind: 'text', header: t('companies.company'), width: 90, value: (row) => row.company },
          ] satisfies Column<HoldRow>[])
        : []),
      { id: 'account', kind: 'text', header: t('orders.account'), width: 100, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('orders.name'), fit: 'grow', value: (row) => row.name },
      { id: 'amount', kind: 'money', header: t('orders.amount'), value: (row) => row.amount_minor, currency },
      {
        id: 'currency',
        kind: 'text',
        header: t('orders.currency'),
        width: 80,
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: currency,
      },
      {
        id: 'reason',
        kind: 'text',
        header: t('holds.reason'),
        width: 180,
        value: (row) => reasonWord(row.reason),
        choices: REASONS.map((value) => ({ value, label: t(`holds.reasonName.${value}`) })),
      },
      {
        id: 'state',
        kind: 'text',
        header: t('orders.state'),
        width: 140,
        filter: 'no',
        value: (row) => t(`orders.stateName.${row.state}`),
        render: (row) => <StateTag state={row.state} />,
        choices: STATES.map((value) => ({ value, label: t(`orders.stateName.${value}`) })),
      },
      {
        id: 'waits_for',
        kind: 'text',
        header: t('holds.waitsForShort'),
        width: 150,
        sort: 'no',
        filter: 'no',
        value: (row) => row.waits_for.map((role) => t(`users.role.${role}`)).join(', '),
        choices: ROLES.map((value) => ({ value, label: t(`users.role.${value}`) })),
      },
      {
        id: 'ready',
        kind: 'text',
        header: t('holds.readyMark'),
        width: 80,
        sort: 'no',
        filter: 'no',
        value: (row) => mark(row.ready),
      },
      {
        id: 'rule_changed',
        kind: 'text',
        header: t('holds.ruleChangedMark'),
        width: 120,
        sort: 'no',
        filter: 'no',
        value: (row) => mark(row.rule_changed),
        render: (row) =>
          row.rule_changed ? (
            <Tag tone="accent" sign="!">
              {t('holds.checkAgain')}
            </Tag>
          ) : null,
      },
      {
        id: 'step',
        kind: 'text',
        header: t('orders.step'),
        width: 130,
        value: (row) => t(`orders.stepName.${row.step}`),
        choices: STEPS.map((value) => ({ value, label: t(`orders.stepName.${value}`) })),
      },
      { id: 'held_on', kind: 'day', header: t('holds.heldOn'), width: 110, value: (row) => row.held_on },
      {
        id: 'age',
        kind: 'count',
        header: t('holds.age'),
        width: 70,
        sort: 'no',
        filter: 'no',
        value: (row) => row.age_days,
      },
      {
        id: 'used',
        kind: 'text',
        header: t('holds.used'),
        width: 100,
        sort: 'no',
        filter: 'no',
        value: (row) =>
          row.over_limit ? t('credit.overLimit') : row.used_bp === null ? '' : percentText(row.used_bp, locale),
        choices: [{ value: 'over_limit', label: t('credit.overLimit') }],
      },
      {
        id: 'remaining',
        kind: 'money',
        header: t('holds.remaining'),
        sort: 'no',
        filter: 'no',
        value: (row) => row.remaining_minor,
        currency,
      },
      {
        id: 'overdue',
        kind: 'money',
        header: t('holds.overdue'),
        sort: 'no',
        filter: 'no',
        value: (row) => row.overdue_minor,
        currency,
      },
      {
        id: 'group',
        kind: 'text',
        header: t('holds.group'),
        width: 100,
        show: 'on_request',
        value: (row) => row.group,
      },
      {
        id: 'risk_group',
        kind: 'text',
        header: t('holds.riskGroup'),
        width: 110,
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => row.risk_group,
      },
      {
        id: 'forced',
        kind: 'text',
        header: t('holds.forced'),
        width: 90,
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => mark(row.forced),
      },
      {
        id: 'review_on',
        kind: 'day',
        header: t('holds.review'),
        width: 110,
        show: 'on_request',
        value: (row) => row.review_on,
      },
      {
        id: 'route',
        kind: 'text',
        header: t('holds.route'),
        width: 110,
        show: 'on_request',
        value: (row) => row.route,
      },
      {
        id: 'assigned',
        kind: 'text',
        header: t('holds.assigned'),
        width: 90,
        show: 'on_request',
        value: (row) => row.assigned,
      },
      {
        id: 'release_reason',
        kind: 'text',
        header: t('holds.releaseReason'),
        width: 140,
        show: 'on_request',
        value: (row) => (row.release_reason ? reasonName(row.release_reason) : ''),
      },
    ];
  }, [t, locale, reasonWord, reasonName, several]);
}
