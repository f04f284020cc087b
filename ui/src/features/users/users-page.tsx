import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { MoneyText } from '../../kit/figures';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import type { User } from '../../wire/generated/User';
import { UserForm } from './user-form';

const NEW_USER: User = {
  id: 0,
  code: '',
  name: '',
  os_account: null,
  roles: ['collections_agent'],
  agent: true,
  approval_ceiling_minor: null,
  waiver_ceiling_minor: null,
  substitute: null,
  absent_from: null,
  absent_to: null,
  email: '',
  phone: '',
  has_pin: false,
  active: true,
};

/** Who works in the book, and what each may do. */
export function UsersPage() {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const users = useAsk('users.list', {});
  const [edited, setEdited] = useState<User | null>(null);
  const currency = state.book?.currency ?? '';
  const add = () => setEdited(NEW_USER);
  useActions(mode === 'today' ? [{ id: 'users.add', label: t('users.add'), group: 'page', keys: 'n', run: add }] : []);
  return (
    <Page
      title={t('shell.page.users')}
      about={t('users.about')}
      actions={
        <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
          {t('users.add')}
        </Button>
      }
    >
      <Answered answer={users}>
        {({ users: all }) => (
          <>
            <Table
              label={t('shell.page.users')}
              rows={all}
              keyOf={(user) => String(user.id)}
              onOpen={mode === 'today' ? setEdited : undefined}
              columns={[
                { id: 'name', header: t('users.name'), cell: (user) => user.name, opens: 'yes' },
                { id: 'code', header: t('users.code'), cell: (user) => user.code },
                {
                  id: 'roles',
                  header: t('users.roles'),
                  cell: (user) => user.roles.map((role) => t(`users.role.${role}`)).join(', '),
                },
                { id: 'os', header: t('users.osAccount'), cell: (user) => user.os_account ?? t('kit.none') },
                {
                  id: 'approval',
                  header: t('users.approval'),
                  align: 'right',
                  cell: (user) => <Ceiling minor={user.approval_ceiling_minor} currency={currency} />,
                },
                {
                  id: 'waiver',
                  header: t('users.waiver'),
                  align: 'right',
                  cell: (user) => <Ceiling minor={user.waiver_ceiling_minor} currency={currency} />,
                },
                {
                  id: 'pin',
                  header: t('users.pin'),
                  cell: (user) => t(user.has_pin ? 'users.pinSet' : 'users.pinMissing'),
                },
                { id: 'state', header: t('users.state'), cell: (user) => <UserState user={user} /> },
              ]}
            />
            <Drawer
              title={edited?.id ? edited.name : t('users.add')}
              state={edited ? 'open' : 'closed'}
              onClose={() => setEdited(null)}
            >
              {edited && (
                <UserForm
                  key={edited.id}
                  stored={edited}
                  others={all.filter((user) => user.id !== edited.id)}
                  currency={currency}
                  onDone={() => setEdited(null)}
                />
              )}
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

function Ceiling({ minor, currency }: { minor: number | null; currency: string }) {
  const { t } = useWords();
  return minor === null ? t('users.noCeiling') : <MoneyText money={{ minor, currency }} showCurrency="yes" />;
}

function UserState({ user }: { user: User }) {
  const { t } = useWords();
  const { state } = useDesk();
  if (user.id === state.user?.id) {
    return (
      <Tag tone="accent" sign="●">
        {t('users.you')}
      </Tag>
    );
  }
  return t(user.active ? 'users.active' : 'users.inactive');
}
