import { Select } from '@mantine/core';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Answered } from '../../kit/states';
import type { RecognisedColumn } from './types';

type OwnAccountProps = {
  columns: readonly RecognisedColumn[];
  account: string;
  onAccount: (account: string) => void;
};

/** Which own account the lines of a bank's table are of, where its rows do not say it. */
export function OwnAccount({ columns, account, onAccount }: OwnAccountProps) {
  const { t } = useWords();
  const accounts = useAsk('bank.accounts', {});
  if (columns.some(({ field }) => field === 'own_account')) return null;
  return (
    <Answered answer={accounts}>
      {({ accounts: all }) =>
        all.length === 0 ? null : (
          <Select
            label={t('import.bank.ownAccount')}
            description={t('import.bank.ownAccountHint')}
            data={all.map(({ number }) => number)}
            value={account || (all.length === 1 ? (all[0]?.number ?? null) : null)}
            onChange={(number) => number && onAccount(number)}
            maw={420}
          />
        )
      }
    </Answered>
  );
}
