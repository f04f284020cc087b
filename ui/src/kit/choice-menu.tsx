import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export type Choice = { id: string; label: string; run: () => void };

type ChoiceMenuProps = {
  label: string;
  icon: ReactNode;
  state: 'ready' | 'running';
  choices: readonly Choice[];
  side?: 'left' | 'right';
};

/** One act in several ways, such as a file in several formats: a button that opens the ways. */
export function ChoiceMenu({ label, icon, state, choices, side = 'right' }: ChoiceMenuProps) {
  return (
    <Menu position={side === 'right' ? 'bottom-end' : 'bottom-start'}>
      <Menu.Target>
        <Button
          variant="default"
          loading={state === 'running'}
          leftSection={icon}
          rightSection={<IconChevronDown size={13} />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item key={choice.id} onClick={choice.run}>
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
