import { Button, Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayField } from '../../kit/fields/day-field';
import type { Day } from '../../kit/format/day';
import { Card, Page, Section } from '../../kit/page';
import { PoolField } from '../../kit/pool-field';
import { Answered, EmptyState, Note, Problem } from '../../kit/states';
import classes from './letters.module.css';
import { PreviewLetters } from './preview-letters';
import { SkippedView } from './skipped-view';
import { SourcesNote } from './sources-note';
import { TotalsByCode } from './totals-by-code';
import { CODES, type ItemType, type LetterPreview, type Question, type WhichLetters } from './types';

const TYPES: readonly ItemType[] = ['invoice', 'credit_note', 'payment', 'interest', 'letter_fee'];

/** A new run: choose the day, see who would get what and who none, then create the drafts. */
export function NewRunPage() {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const navigate = useNavigate();
  const [letterOn, setLetterOn] = useState<Day>(state.today);
  const [which, setWhich] = useState<WhichLetters>('all');
  const rules = useAsk('letters.parameters', {});
  const [profile, setProfile] = useState<string | null>(null);
  const [types, setTypes] = useState<readonly ItemType[]>(TYPES);
  const [reason, setReason] = useState('');
  // Whoever comes from a list comes with the customers that were marked there.
  const marked = (useSearch({ strict: false }) as { accounts?: readonly string[] }).accounts;
  const [accounts, setAccounts] = useState(marked ?? []);
  const [groups, setGroups] = useState<readonly string[]>([]);
  const [pool, setPool] = useState<string | null>(null);
  const question = useMemo<Question>(
    () => ({
      letter_on: letterOn,
      ...asked(which),
      profile,
      types: [...types],
      accounts: [...accounts],
      groups: [...groups],
      ...(pool && { pool }),
    }),
    [letterOn, which, profile, types, accounts, groups, pool],
  );
  const preview = useAsk('letters.preview', question, {
    meanwhile: 'previous',
    when: mode === 'today' && types.length > 0 ? 'now' : 'later',
  });
  const create = useAct('letters.create');
  const stale = preview.data?.freshness.stale ?? false;
  const start = () =>
    create.mutate(
      { ...question, ...(stale && { confirm: reason.trim() }) },
      {
        onSuccess: (run) => void navigate({ to: '/letters/$run', params: { run: String(run.run_id) } }),
      },
    );
  const count = preview.data?.letters_count ?? 0;
  const ready =
    types.length > 0 && count > 0 && mode === 'today' && !preview.isPlaceholderData && (!stale || reason.trim() !== '');
  useActions(
    mode === 'today'
      ? [
          {
            id: 'letters.create',
            label: t('letters.create', { count }),
            group: 'page',
            keys: 'mod+Enter',
            run: () => ready && start(),
          },
        ]
      : [],
  );
  return (
    <Page
      title={t('letters.new')}
      above={
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconArrowLeft size={13} />}
          onClick={() => void navigate({ to: '/letters' })}
        >
          {t('shell.page.letters')}
        </Button>
      }
      about={t('letters.newAbout')}
      actions={
        <Button loading={create.isPending} disabled={!ready} onClick={start}>
          {t('letters.create', { count })}
        </Button>
      }
    >
      {create.error && <Problem error={create.error} />}
      {accounts.length > 0 && (
        <Note>
          {t('letters.onlyMarked', { count: accounts.length })}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => setAccounts([])}>
            {t('letters.everybody')}
          </Button>
        </Note>
      )}
      <Card>
        <div className={classes.question}>
          <DayField
            label={t('letters.letterOn')}
            description={t('letters.letterOnHint')}
            value={letterOn}
            today={state.today}
            onChange={(day) => day && setLetterOn(day)}
          />
          <Select
            label={t('letters.codeLabel')}
            description={t(`letters.codeHint.${rules.data?.per ?? 'customer'}`)}
            data={[
              { value: 'all', label: t('letters.codeAll') },
              ...(rules.data?.per === 'transaction'
                ? [{ value: 'customer', label: t('letters.codePerCustomer') }]
                : []),
              ...CODES.map((value) => ({ value: value as string, label: t(`letters.code.${value}`) })),
            ]}
            value={which}
            allowDeselect={false}
            onChange={(value) => value && setWhich(value as WhichLetters)}
          />
          <ProfileSelect value={profile} onChange={setProfile} />
          <PoolField value={pool} onChange={setPool} />
          <TagsInput
            label={t('letters.groups')}
            description={t('letters.groupsHint')}
            data-testid="letter-groups"
            value={[...groups]}
            onChange={setGroups}
          />
          <Checkbox.Group
            label={t('letters.types')}
            error={types.length === 0 ? t('letters.typesMissing') : undefined}
            value={[...types]}
            onChange={(value) => setTypes(value as ItemType[])}
          >
            <div className={classes.types}>
              {TYPES.map((type) => (
                <Checkbox key={type} value={type} label={t(`letters.type.${type}`)} />
              ))}
            </div>
          </Checkbox.Group>
        </div>
        {preview.data && mode === 'today' && (
          <div className={classes.sources}>
            <SourcesNote freshness={preview.data.freshness} confirmed={null} />
            {stale && (
              <TextInput
                label={t('letters.sources.why')}
                description={t('letters.sources.whyHint')}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
                required
              />
            )}
          </div>
        )}
      </Card>
      {mode === 'past' ? (
        <EmptyState title={t('letters.pastTitle')} text={t('letters.pastText')} />
      ) : (
        types.length > 0 && <Answered answer={preview}>{(data) => <PreviewView preview={data} />}</Answered>
      )}
    </Page>
  );
}

/** The choice as the run takes it: one code, all, or one letter for all codes of a customer. */
function asked(which: WhichLetters): Pick<Question, 'code' | 'grouping'> {
  switch (which) {
    case 'all':
      return { code: null, grouping: 'code' };
    case 'customer':
      return { code: null, grouping: 'customer' };
    default:
      return { code: which, grouping: 'code' };
  }
}

function ProfileSelect({ value, onChange }: { value: string | null; onChange: (profile: string | null) => void }) {
  const { t } = useWords();
  const profiles = useAsk('letters.profiles', {});
  const all = profiles.data?.profiles ?? [];
  return (
    <Select
      label={t('letters.profile')}
      description={t('letters.profileHint')}
      data={[
        { value: '', label: t('letters.profileDefault') },
        ...all.map(({ id, description }) => ({ value: id, label: description || id })),
      ]}
      value={value ?? ''}
      onChange={(id) => onChange(id || null)}
    />
  );
}

function PreviewView({ preview }: { preview: LetterPreview }) {
  const { t } = useWords();
  return (
    <>
      {preview.letters_count === 0 ? (
        <EmptyState title={t('letters.noneTitle')} text={t('letters.noneText')} />
      ) : (
        <Section title={t('letters.whoGets', { count: preview.letters_count })}>
          {preview.replaced.drafts > 0 && (
            <Note tone={preview.replaced.edited > 0 ? 'warn' : 'plain'}>
              {t('letters.replaces', { count: preview.replaced.drafts })}
              {preview.replaced.edited > 0 && ` ${t('letters.replacesEdited', { count: preview.replaced.edited })}`}
            </Note>
          )}
          {preview.without_address > 0 && (
            <Note tone="warn">{t('letters.withoutAddress', { count: preview.without_address })}</Note>
          )}
          <TotalsByCode totals={preview.totals} />
          <PreviewLetters letters={preview.letters} count={preview.letters_count} />
        </Section>
      )}
      <SkippedView reasons={preview.reasons} skipped={preview.skipped} count={preview.skipped_count} />
    </>
  );
}
