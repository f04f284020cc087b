import { Button } from '@mantine/core';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { FormProblem } from '../../kit/states';
import type { RefusedError } from '../../wire';

type SetupActsProps = {
  state: 'new' | 'stored';
  working: 'yes' | 'no';
  error: RefusedError | null;
  onDelete: () => void;
  onDone: () => void;
};

/** Save, cancel, and delete where there is something to delete. */
export function SetupActs({ state, working, error, onDelete, onDone }: SetupActsProps) {
  const { t } = useWords();
  return (
    <FormActs>
      <Button type="submit" loading={working === 'yes'}>
        {t('kit.save')}
      </Button>
      <Button variant="subtle" onClick={onDone}>
        {t('kit.cancel')}
      </Button>
      {state === 'stored' && (
        <Button variant="subtle" color="red" onClick={onDelete}>
          {t('risk.delete')}
        </Button>
      )}
      <FormProblem error={error} />
    </FormActs>
  );
}
