import { Button, Checkbox, SegmentedControl } from '@mantine/core';
import { IconFileText, IconMail, IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { send } from '../data/use-command';
import { useWords } from '../i18n';
import type { RefusedError } from '../wire';
import type { RequestOf, ResponseOf } from '../wire/commands';
import { ChoiceMenu } from './choice-menu';
import { DayField } from './fields/day-field';
import { Fields, FormActs, Ticks } from './form';
import { MailForm } from './mail-form';
import { PeriodsChoice } from './periods-choice';
import { Printed } from './printed';
import { useFieldProblems } from './problem-words';
import classes from './statement-form.module.css';
import { FormProblem, Note } from './states';

type Parameters = RequestOf<'statements.make'>['parameters'];
type Format = RequestOf<'statements.write'>['format'];
const FORMATS: readonly Format[] = ['pdf', 'xlsx', 'csv'];
/** Of those who get no statement so many are named. */
const NAMED = 20;

/** The first day of the month, two months before the one of a day: the usual statement covers a quarter. */
function quarterBefore(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const months = year * 12 + month - 1 - 2;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}

function firstParameters(asOf: string): Parameters {
  return {
    from_on: quarterBefore(asOf),
    to_on: asOf,
    only_open: false,
    include_reversed: false,
    without_zero: false,
    payment_schedule: false,
    credit_limit: false,
    available_credit: false,
    due_until: null,
    by_due: false,
    definition: null,
    interval: null,
    descriptions: true,
  };
}

type StatementFormProps = {
  /** Whose statements; one for each. */
  accounts: readonly string[];
  onDone: () => void;
};

/** Statements of account: asked, looked at as pages, written as PDF or table, or sent as a mail to one customer. */
export function StatementForm({ accounts, onDone }: StatementFormProps) {
  const { t } = useWords();
  const { asOf, mode } = useDesk();
  const [parameters, setParameters] = useState(() => firstParameters(asOf));
  const [mailing, setMailing] = useState<'no' | 'yes'>('no');
  const asked = { accounts: [...accounts], parameters };
  const show = useMutation<ResponseOf<'statements.make'>, RefusedError, void>({
    mutationFn: async () => (await send('statements.make', asked)).ok,
  });
  const write = useMutation<ResponseOf<'statements.write'> | null, RefusedError, Format>({
    mutationFn: async (format) => {
      const suggested = `${t('statements.fileName')}.${format}`;
      const { path } = (await send('dialog.save', { purpose: 'export', suggested })).ok;
      if (path === null) return null;
      return (await send('statements.write', { ...asked, path, format })).ok;
    },
  });
  const problem = useFieldProblems(write.error ?? show.error);
  const [account] = accounts;
  if (mailing === 'yes' && account) {
    return (
      <MailForm
        account={account}
        caseId={null}
        transactionIds={[]}
        to={null}
        about={{ purpose: 'statement', comment: '' }}
        statement={parameters}
        onDone={onDone}
      />
    );
  }
  const change = (changed: Partial<Parameters>) => {
    // What was looked at is not what would be written now.
    show.reset();
    write.reset();
    setParameters({ ...parameters, ...changed });
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        show.mutate();
      }}
    >
      <Asked value={parameters} many={accounts.length > 1 ? 'yes' : 'no'} problem={problem} onChange={change} />
      <FormProblem error={write.error ?? show.error} />
      {write.data && <Note tone="good">{t('statements.written', { path: write.data.path })}</Note>}
      <FormActs>
        <Button type="submit" leftSection={<IconFileText size={15} />} loading={show.isPending}>
          {t('statements.preview')}
        </Button>
        <ChoiceMenu
          label={t('statements.saveAs')}
          icon={<IconPrinter size={15} />}
          state={write.isPending ? 'running' : 'ready'}
          side="left"
          choices={FORMATS.map((format) => ({
            id: format,
            label: t(`statements.save.${format}`),
            run: () => write.mutate(format),
          }))}
        />
        {accounts.length === 1 && mode === 'today' && (
          <Button variant="default" leftSection={<IconMail size={15} />} onClick={() => setMailing('yes')}>
            {t('statements.mail')}
          </Button>
        )}
        <Button variant="subtle" onClick={onDone}>
          {t('kit.close')}
        </Button>
      </FormActs>
      {show.data && <Made made={show.data} />}
    </form>
  );
}

function Made({ made }: { made: ResponseOf<'statements.make'> }) {
  const { t } = useWords();
  const { pages, customers, without } = made;
  return (
    <>
      <p data-testid="statements-made">{t('statements.made', { count: customers, pages: pages.pages })}</p>
      {without.length > 0 && (
        <Note tone="warn">
          {t('statements.without', {
            count: without.length,
            accounts: [...without.slice(0, NAMED), ...(without.length > NAMED ? ['…'] : [])].join(', '),
          })}
        </Note>
      )}
      <Printed key={pages.handle} handle={pages.handle} pages={pages.pages} what={t('statements.act')} />
    </>
  );
}

type AskedProps = {
  value: Parameters;
  many: 'yes' | 'no';
  problem: (field: string) => string | undefined;
  onChange: (change: Partial<Parameters>) => void;
};

/** Everything that a statement can be asked with (spec 26 §7). */
function Asked({ value, many, problem, onChange }: AskedProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const { today } = state;
  const ticks = [
    ...(value.only_open ? [] : (['include_reversed'] as const)),
    ...(many === 'yes' ? (['without_zero'] as const) : []),
    'payment_schedule' as const,
    'credit_limit' as const,
    ...(value.credit_limit ? (['available_credit'] as const) : []),
    'by_due' as const,
    ...(value.by_due ? (['descriptions'] as const) : []),
  ];
  return (
    <>
      <SegmentedControl
        aria-label={t('statements.covers')}
        value={value.only_open ? 'open' : 'period'}
        onChange={(span) => onChange({ only_open: span === 'open' })}
        data={(['period', 'open'] as const).map((span) => ({ value: span, label: t(`statements.span.${span}`) }))}
      />
      <Fields columns={3}>
        {!value.only_open && (
          <DayField
            label={t('statements.from')}
            value={value.from_on}
            today={today}
            error={problem('from_on')}
            focus="first"
            onChange={(from_on) => onChange({ from_on })}
          />
        )}
        <DayField
          label={value.only_open ? t('statements.on') : t('statements.to')}
          value={value.to_on}
          today={today}
          error={problem('to_on')}
          onChange={(to_on) => onChange({ to_on })}
        />
        <DayField
          label={t('statements.dueUntil')}
          description={t('statements.dueUntilHint')}
          value={value.due_until}
          today={today}
          empty="allowed"
          onChange={(due_until) => onChange({ due_until })}
        />
      </Fields>
      <Ticks>
        {ticks.map((tick) => (
          <Checkbox
            key={tick}
            label={t(`statements.tick.${tick}`)}
            checked={value[tick]}
            onChange={(event) => onChange({ [tick]: event.currentTarget.checked })}
            {...(tick === 'credit_limit' && { description: t('statements.limitHint') })}
          />
        ))}
      </Ticks>
      {value.by_due && (
        <Fields columns={2}>
          <PeriodsChoice value={value} error={problem('definition')} onChange={onChange} />
        </Fields>
      )}
    </>
  );
}
