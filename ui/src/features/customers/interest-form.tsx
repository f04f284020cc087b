import { Button, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { Note, Problem } from '../../kit/states';
import { idsOf } from './documents';
import type { TransactionRow } from './types';

type InterestFormProps = { account: string; rows: readonly TransactionRow[]; onDone: (changed: number) => void };

const OF_PROFILE = '';

/** The interest of marked documents: calculated alone, or by a code of their own from now on. */
export function InterestForm({ account, rows, onDone }: InterestFormProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const codes = useAsk('interest.codes', {});
  const [code, setCode] = useState(OF_PROFILE);
  const choose = useAct('interest.choose');
  const ids = idsOf(rows);
  const calculate = () =>
    void navigate({ to: '/interest/new', search: { accounts: [account], documents: ids } as never });
  return (
    <>
      <Section title={t('interest.calculateRows')}>
        <Note>{t('interest.calculateRowsHint')}</Note>
        <div>
          <Button data-autofocus data-testid="interest-of-rows" onClick={calculate}>
            {t('interest.calculateFor')}
          </Button>
        </div>
      </Section>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const request = { transaction_ids: ids, code: code === OF_PROFILE ? null : code };
          choose.mutate(request, { onSuccess: ({ changed }) => onDone(changed) });
        }}
      >
        <Section title={t('interest.chooseCode')}>
          <Select
            label={t('interest.code')}
            description={t('interest.chooseCodeHint')}
            data={[
              { value: OF_PROFILE, label: t('interest.codeOfProfile') },
              ...(codes.data?.codes ?? []).map(({ id, description }) => ({ value: id, label: description || id })),
            ]}
            value={code}
            allowDeselect={false}
            onChange={(value) => value !== null && setCode(value)}
          />
        </Section>
        <FormActs>
          <Button type="submit" variant="default" loading={choose.isPending}>
            {t('interest.choose')}
          </Button>
        </FormActs>
        {choose.error && <Problem error={choose.error} />}
      </form>
    </>
  );
}
