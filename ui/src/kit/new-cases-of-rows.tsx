import { Button } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../i18n';
import { useActions } from './actions';
import type { Picked } from './grid/data-grid';
import { type CasesOpened, CasesOpenedNote, NewCasesForm } from './new-cases';
import { Drawer } from './side';

/** The documents that cases are opened about, and what unmarks their rows. */
export type ForCases = { transactionIds: number[]; clear: () => void };

type OfDocument = { transaction_id: number };

/** Opens cases for the customers of marked rows that are each about one document. */
export function NewCasesButton<Row extends OfDocument>({
  picked,
  onStart,
}: {
  picked: Picked<Row>;
  onStart: (forCases: ForCases) => void;
}) {
  const { t } = useWords();
  const start = () =>
    void picked
      .rows()
      .then((rows) => onStart({ transactionIds: rows.map((row) => row.transaction_id), clear: picked.clear }));
  useActions([{ id: 'marked.cases', label: t('cases.newMany'), group: 'page', keys: 'a', run: start }]);
  return (
    <Button variant="default" onClick={start}>
      {t('cases.newMany')}
    </Button>
  );
}

/** The drawer in which the cases are described, and what opening them came to. */
export function NewCasesDrawer({ forCases, onClose }: { forCases: ForCases | null; onClose: () => void }) {
  const { t } = useWords();
  const [opened, setOpened] = useState<CasesOpened | null>(null);
  return (
    <>
      {opened && !forCases && <CasesOpenedNote opened={opened} />}
      <Drawer title={t('cases.newManyFor')} state={forCases ? 'open' : 'closed'} onClose={onClose}>
        {forCases && (
          <NewCasesForm
            accounts={[]}
            transactionIds={forCases.transactionIds}
            onDone={(written) => {
              if (written) {
                setOpened(written);
                forCases.clear();
              }
              onClose();
            }}
          />
        )}
      </Drawer>
    </>
  );
}
