import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayField } from '../../kit/fields/day-field';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { EmptyState, FormProblem, Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import { chargesWords } from './charges';
import { CodeAccounts } from './code-accounts';
import classes from './interest.module.css';
import { type Code, inForce, type Version } from './setup-types';
import { VersionForm } from './version-form';

type Panel = { what: 'none' } | { what: 'version' | 'remove'; version: Version | null };

/** One code: what it is for, and its versions by date, all of them or as of a day. */
export function CodeDetail({ code }: { code: Code }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [panel, setPanel] = useState<Panel>({ what: 'none' });
  const shut = () => setPanel({ what: 'none' });
  const add = () => setPanel({ what: 'version', version: null });
  useActions(
    mode === 'today'
      ? [{ id: 'interestCodes.version', label: t('interestSetup.newVersion'), group: 'page', keys: 'b', run: add }]
      : [],
  );
  const button = (
    <Button
      variant="default"
      leftSection={<IconPlus size={14} />}
      disabled={mode === 'past'}
      data-testid="interest-version-add"
      onClick={add}
    >
      {t('interestSetup.newVersion')}
    </Button>
  );
  const version = panel.what === 'none' ? null : panel.version;
  return (
    <>
      <Description code={code} />
      <Section title={t('interestSetup.versions')} actions={button}>
        {code.versions.length === 0 ? (
          <EmptyState title={t('interestSetup.noVersion')} text={t('interestSetup.noVersionText')} />
        ) : (
          <Versions code={code} onOpen={(one) => setPanel({ what: 'version', version: one })} />
        )}
      </Section>
      <CodeAccounts code={code.id} />
      <Drawer
        title={t(version ? 'interestSetup.versionTitle' : 'interestSetup.newVersionTitle', { code: code.id })}
        state={panel.what === 'version' ? 'open' : 'closed'}
        onClose={shut}
        width="wide"
      >
        {panel.what === 'version' && (
          <VersionForm
            code={code}
            version={panel.version}
            onDone={shut}
            onRemove={() => setPanel({ what: 'remove', version: panel.version })}
          />
        )}
      </Drawer>
      <Drawer title={t('interestSetup.remove')} state={panel.what === 'remove' ? 'open' : 'closed'} onClose={shut}>
        {panel.what === 'remove' && panel.version && <Remove version={panel.version} onDone={shut} />}
      </Drawer>
    </>
  );
}

function Description({ code }: { code: Code }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [typed, setTyped] = useState(code.description);
  const save = useAct('interest.code_save');
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ id: code.id, description: typed });
      }}
    >
      <TextInput
        className={classes.grow}
        label={t('interestSetup.description')}
        value={typed}
        disabled={mode === 'past'}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={save.isPending} disabled={typed === code.description}>
        {t('interestSetup.saveDescription')}
      </Button>
      <FormProblem error={save.error} />
    </form>
  );
}

type VersionsProps = { code: Code; onOpen: (version: Version) => void };

function Versions({ code, onOpen }: VersionsProps) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const [which, setWhich] = useState<'all' | 'day'>('all');
  const [day, setDay] = useState(state.today);
  const found = inForce(code.versions, day);
  const rows = which === 'all' ? [...code.versions].reverse() : found ? [found] : [];
  return (
    <>
      <div className={classes.row}>
        <SegmentedControl
          aria-label={t('interestSetup.versions')}
          value={which}
          onChange={(value) => setWhich(value as 'all' | 'day')}
          data={[
            { value: 'all', label: t('interestSetup.all') },
            { value: 'day', label: t('interestSetup.ofDay') },
          ]}
        />
        {which === 'day' && (
          <DayField
            label={t('interestSetup.asOf')}
            labelled="hidden"
            value={day}
            today={state.today}
            onChange={(next) => next && setDay(next)}
          />
        )}
      </div>
      {rows.length === 0 ? (
        <Note>{t('interestSetup.noVersion')}</Note>
      ) : (
        <Table
          label={t('interestSetup.versions')}
          rows={rows}
          keyOf={(version) => String(version.id)}
          onOpen={onOpen}
          columns={[
            {
              id: 'from',
              header: t('interestSetup.from'),
              opens: 'yes',
              cell: (version) => <DayText day={version.from_on} />,
            },
            { id: 'to', header: t('interestSetup.to'), cell: (version) => <To version={version} /> },
            {
              id: 'earnings',
              header: t('interestSetup.earnings'),
              cell: (version) => chargesWords(version.earnings, t, locale),
            },
            {
              id: 'payments',
              header: t('interestSetup.payments'),
              cell: (version) => chargesWords(version.payments, t, locale),
            },
            {
              id: 'fees',
              header: t('interestSetup.fees'),
              align: 'right',
              cell: (version) =>
                version.fees.map((fee) => (
                  <div key={fee.currency}>
                    <MoneyText money={{ minor: fee.amount_minor, currency: fee.currency }} showCurrency="yes" />
                  </div>
                )),
            },
            { id: 'notes', header: t('interestSetup.used'), align: 'right', cell: (version) => version.notes },
          ]}
        />
      )}
    </>
  );
}

function To({ version }: { version: Version }) {
  const { t } = useWords();
  const { state } = useDesk();
  return (
    <>
      {version.to_on ? <DayText day={version.to_on} /> : t('interestSetup.openEnd')}{' '}
      {version.from_on > state.today && <Tag tone="accent">{t('interestSetup.future')}</Tag>}
    </>
  );
}

function Remove({ version, onDone }: { version: Version; onDone: () => void }) {
  const { t } = useWords();
  const remove = useAct('interest.version_delete');
  return (
    <>
      <Note tone="warn">{t('interestSetup.removeSure')}</Note>
      {remove.error && <Problem error={remove.error} />}
      <div>
        <Button
          color="red"
          data-autofocus
          loading={remove.isPending}
          onClick={() => remove.mutate({ version_id: version.id }, { onSuccess: onDone })}
        >
          {t('interestSetup.removeNow')}
        </Button>
      </div>
    </>
  );
}
