import { useCallback, useMemo } from 'react';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import type { Column } from './grid/columns';

export type Activity = ResponseOf<'activities.page'>['rows'][number];
export const KINDS: readonly Activity['kind'][] = ['task', 'appointment', 'action', 'event'];
export const CATEGORIES = ['call', 'email', 'letter', 'visit', 'dispute', 'promise', 'other'] as const;

/** The word of a category; one that the window does not know is shown as it is. */
export function useCategoryName(): (category: string) => string {
  const { t } = useWords();
  return useCallback(
    (category) => {
      const known = CATEGORIES.find((other) => other === category);
      return known ? t(`activities.categoryName.${known}`) : category;
    },
    [t],
  );
}

/** The columns of a list of activities; on the page of one customer those of the customer are left out. */
export function useActivityColumns(of: 'everybody' | 'customer'): Column<Activity>[] {
  const { t } = useWords();
  const categoryName = useCategoryName();
  return useMemo(() => {
    const customer: Column<Activity>[] = [
      { id: 'account', kind: 'text', header: t('activities.account'), width: 100, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('activities.name'), width: 180, value: (row) => row.name },
    ];
    return [
      {
        id: 'purpose',
        kind: 'link',
        header: t('activities.purpose'),
        fit: 'grow',
        show: 'always',
        value: (row) => row.purpose,
      },
      ...(of === 'everybody' ? customer : []),
      {
        id: 'ends_on',
        kind: 'day',
        header: t('activities.endsOn'),
        width: 104,
        value: (row) => row.ends_on,
      },
      {
        id: 'category',
        kind: 'text',
        header: t('activities.category'),
        width: 110,
        value: (row) => categoryName(row.category),
        choices: CATEGORIES.map((value) => ({ value, label: t(`activities.categoryName.${value}`) })),
      },
      {
        id: 'kind',
        kind: 'text',
        header: t('activities.kindHead'),
        width: 100,
        value: (row) => t(`activities.kind.${row.kind}`),
        choices: KINDS.map((value) => ({ value, label: t(`activities.kind.${value}`) })),
      },
      { id: 'phase', kind: 'text', header: t('activities.phase'), width: 110, value: (row) => row.phase },
      {
        id: 'responsible',
        kind: 'text',
        header: t('activities.responsible'),
        width: 104,
        value: (row) => row.responsible,
      },
      {
        id: 'state',
        kind: 'text',
        header: t('activities.state'),
        width: 92,
        value: (row) => t(`activities.stateName.${row.state}`),
        choices: (['open', 'closed'] as const).map((value) => ({ value, label: t(`activities.stateName.${value}`) })),
      },
      { id: 'case', kind: 'text', header: t('activities.case'), width: 116, value: (row) => row.case_number },
      {
        id: 'document_no',
        kind: 'text',
        header: t('activities.document'),
        width: 110,
        value: (row) => row.document_no,
      },
      { id: 'number', kind: 'text', header: t('activities.number'), show: 'on_request', value: (row) => row.number },
      {
        id: 'starts_on',
        kind: 'day',
        header: t('activities.startsOn'),
        show: 'on_request',
        value: (row) => row.starts_on,
      },
      {
        id: 'closed_on',
        kind: 'day',
        header: t('activities.closedOn'),
        show: 'on_request',
        value: (row) => row.closed_on,
      },
      {
        id: 'reminder_on',
        kind: 'day',
        header: t('activities.reminderOn'),
        show: 'on_request',
        value: (row) => row.reminder_on,
      },
      {
        id: 'contact',
        kind: 'text',
        header: t('activities.contact'),
        show: 'on_request',
        value: (row) => row.contact,
      },
    ];
  }, [t, categoryName, of]);
}
