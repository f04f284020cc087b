import { Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useDesk } from '../data/desk';
import { useAct } from '../data/use-command';
import { useWords } from '../i18n';
import { type Action, useActions } from '../kit/actions';

/** The company in which the user works. A book of one company has nothing to choose. */
export function CompanyChoice() {
  const { t } = useWords();
  const { state } = useDesk();
  const navigate = useNavigate();
  const { mutate } = useAct('companies.choose');
  const companies = state.book?.companies;
  const current = state.book?.company_code ?? '';
  const actions = useMemo<Action[]>(() => {
    // What a page shows may not exist in the other company.
    const work = (code: string) => mutate({ code }, { onSuccess: () => void navigate({ to: '/' }) });
    return (companies ?? [])
      .filter(({ code }) => code !== current && (companies ?? []).length > 1)
      .map(({ code, name }) => ({
        id: `company.${code}`,
        label: t('companies.workIn', { name }),
        group: 'desk',
        run: () => work(code),
      }));
  }, [companies, current, mutate, navigate, t]);
  useActions(actions);
  if (!companies || companies.length < 2) return <strong>{state.book?.company}</strong>;
  return (
    <Select
      aria-label={t('companies.choose')}
      data-testid="company-choice"
      size="xs"
      w={190}
      allowDeselect={false}
      data={companies.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
      value={current}
      onChange={(code) => actions.find(({ id }) => id === `company.${code}`)?.run()}
    />
  );
}
