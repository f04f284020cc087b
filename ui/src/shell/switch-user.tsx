import { Button, PasswordInput, Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import { Drawer } from '../kit/side';
import { Answered, Problem } from '../kit/states';
import type { User } from '../wire/generated/User';

/** Another person takes over the desk; the PIN proves who. */
export function SwitchUser({ state, onClose }: { state: 'open' | 'closed'; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Drawer title={t('shell.switchUser')} state={state} onClose={onClose}>
      <SwitchForm onDone={onClose} />
    </Drawer>
  );
}

function SwitchForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const users = useAsk('users.list', {});
  const client = useQueryClient();
  const act = useAct('session.switch');
  const [code, setCode] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  return (
    <Answered answer={users}>
      {({ users: all }: { users: User[] }) => {
        const others = all.filter((user) => user.active && user.id !== state.user?.id);
        const chosen = others.find((user) => user.code === code) ?? others[0];
        return (
          <form
            style={{ display: 'contents' }}
            onSubmit={(event) => {
              event.preventDefault();
              if (!chosen) return;
              act.mutate(
                { user: chosen.code, pin },
                {
                  onSuccess: () => {
                    void client.invalidateQueries();
                    onDone();
                  },
                },
              );
            }}
          >
            {act.error && <Problem error={act.error} />}
            <Select
              label={t('shell.switchUser')}
              data={others.map((user) => ({ value: user.code, label: user.name }))}
              value={chosen?.code ?? null}
              onChange={setCode}
            />
            <PasswordInput
              label={t('shell.pin', { name: chosen?.name ?? '' })}
              value={pin}
              autoComplete="off"
              onChange={(event) => setPin(event.currentTarget.value)}
            />
            <Button type="submit" loading={act.isPending} disabled={!chosen}>
              {t('shell.switchTo', { name: chosen?.name ?? '' })}
            </Button>
          </form>
        );
      }}
    </Answered>
  );
}
