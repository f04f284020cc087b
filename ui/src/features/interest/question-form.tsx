import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { PoolField } from '../../kit/pool-field';
import { Note } from '../../kit/states';
import classes from './interest.module.css';
import { type Bears, KINDS, type Question } from './types';

type QuestionFormProps = { question: Question; onChange: (change: Partial<Question>) => void };

/** What a run calculates: days, kinds of documents, whose, and by which profile. */
export function QuestionForm({ question, onChange }: QuestionFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  return (
    <>
      {question.transaction_ids.length > 0 && (
        <Note>
          {t('interest.onlyDocuments', { count: question.transaction_ids.length })}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => onChange({ transaction_ids: [] })}>
            {t('interest.allDocuments')}
          </Button>
        </Note>
      )}
      <div className={classes.question}>
        <DayField
          label={t('interest.fromOn')}
          description={t('interest.fromOnHint')}
          hint={t('interest.fromOnEmpty')}
          value={question.from_on}
          today={state.today}
          empty="allowed"
          onChange={(from_on) => onChange({ from_on })}
        />
        <DayField
          label={t('interest.toOnLabel')}
          value={question.to_on}
          today={state.today}
          onChange={(to_on) => to_on && onChange({ to_on })}
        />
        <Select
          label={t('interest.reachLabel')}
          data={(['open', 'open_and_closed'] as const).map((value) => ({ value, label: t(`interest.reach.${value}`) }))}
          value={question.reach}
          allowDeselect={false}
          onChange={(reach) => reach && onChange({ reach: reach as Question['reach'] })}
        />
        <ProfileChoice question={question} onChange={onChange} />
        <ListField
          label={t('interest.accounts')}
          description={t('interest.accountsHint')}
          value={question.accounts}
          onChange={(accounts) => onChange({ accounts })}
        />
        <ListField
          label={t('interest.groups')}
          description={t('interest.groupsHint')}
          value={question.groups}
          onChange={(groups) => onChange({ groups })}
        />
        <PoolField value={question.pool} onChange={(pool) => onChange({ pool: pool ?? undefined })} />
        <MoneyField
          label={t('interest.roundOff')}
          description={t('interest.roundOffHint')}
          value={question.round_off_minor}
          currency={state.book?.currency ?? 'EUR'}
          empty="allowed"
          onChange={(round_off_minor) => onChange({ round_off_minor })}
        />
        <Checkbox.Group
          label={t('interest.kinds')}
          value={[...question.kinds]}
          onChange={(kinds) => onChange({ kinds: kinds as Bears[] })}
        >
          <div className={classes.kinds}>
            {KINDS.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`interest.kind.${kind}`)} />
            ))}
          </div>
        </Checkbox.Group>
      </div>
    </>
  );
}

function ProfileChoice({ question, onChange }: QuestionFormProps) {
  const { t } = useWords();
  const profiles = useAsk('letters.profiles', {});
  return (
    <>
      <Select
        label={t('interest.profileFrom')}
        data={(['account', 'select', 'transaction'] as const).map((value) => ({
          value,
          label: t(`interest.profileFromName.${value}`),
        }))}
        value={question.profile_from}
        allowDeselect={false}
        onChange={(from) =>
          from &&
          onChange({
            profile_from: from as Question['profile_from'],
            profile: from === 'select' ? (question.profile ?? profiles.data?.profiles[0]?.id ?? null) : null,
          })
        }
      />
      {question.profile_from === 'select' && (
        <Select
          label={t('interest.profile')}
          data={(profiles.data?.profiles ?? []).map(({ id, description }) => ({ value: id, label: description || id }))}
          value={question.profile}
          allowDeselect={false}
          onChange={(profile) => onChange({ profile })}
        />
      )}
    </>
  );
}

type ListFieldProps = { label: string; description: string; value: string[]; onChange: (value: string[]) => void };

/** Several numbers with commas; they are taken when the field is left. */
function ListField({ label, description, value, onChange }: ListFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    if (typed === null) return;
    const next = typed
      .split(/[,;\s]+/)
      .map((one) => one.trim())
      .filter(Boolean);
    setTyped(null);
    if (next.join() !== value.join()) onChange(next);
  };
  return (
    <TextInput
      label={label}
      description={description}
      value={typed ?? value.join(', ')}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
