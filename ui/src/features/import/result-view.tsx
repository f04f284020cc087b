import { Button } from '@mantine/core';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { formatDay } from '../../kit/format/day';
import { Note } from '../../kit/states';
import { BankResult } from './bank-view';
import { CopiesResult } from './copies-view';
import classes from './import.module.css';
import { CountsCard } from './preview-view';
import { RejectedTable } from './rejected-table';
import { SaveRejected } from './save-rejected';
import type { Done } from './types';
import type { Results } from './use-drop';
import { Warnings } from './warnings';

/** What was imported, what was not, and where to go from here. */
export function ResultView({ results }: { results: Results }) {
  const { t, locale } = useWords();
  const { tables, invoices, bank, copies } = results;
  const factsTo = [tables, invoices].reduce<string>(
    (last, done) => ((done?.facts_to ?? '') > last ? (done?.facts_to ?? '') : last),
    '',
  );
  return (
    <>
      <Note tone="good">
        {t('import.doneText')}
        {factsTo !== '' && ` ${t('import.factsTo', { day: formatDay(factsTo, locale) })}`}
      </Note>
      <NextSteps bank={bank.length === 0 ? 'none' : 'imported'} />
      {tables && <ProspectHint />}
      {tables && <TablesResult done={tables} />}
      {invoices && <TablesResult done={invoices} />}
      {bank.map((done) => (
        <BankResult key={done.read.files.map(({ file }) => file).join()} done={done} />
      ))}
      <CopiesResult done={copies} />
    </>
  );
}

/** A customer that came may be a prospect: whoever knows links them. */
function ProspectHint() {
  const { t } = useWords();
  const count = useAsk('prospects.list', {}).data?.matches.length ?? 0;
  if (count === 0) return null;
  return (
    <Note tone="warn">
      {t('applications.importBrought', { count })} <Link to="/applications">{t('shell.page.applications')}</Link>
    </Note>
  );
}

function TablesResult({ done }: { done: Done }) {
  const { t } = useWords();
  const rejected = done.batches.filter((batch) => batch.counts.rejected > 0);
  return (
    <>
      {done.disputes > 0 && <Note tone="good">{t('import.disputesOpened', { count: done.disputes })}</Note>}
      <Warnings warnings={done.warnings} currency={null} />
      {done.batches.map((batch) => (
        <CountsCard key={batch.id} name={batch.file_name} counts={batch.counts} wholeList={batch.whole_list} />
      ))}
      <SaveRejected batches={rejected} />
      <RejectedTable rows={done.rejected} total={rejected.reduce((count, batch) => count + batch.counts.rejected, 0)} />
    </>
  );
}

/** After bank lines, their matching comes first; else the question of who owes what. */
function NextSteps({ bank }: { bank: 'imported' | 'none' }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { routesByPath } = useRouter();
  const steps = [
    ...(bank === 'imported' && '/bank' in routesByPath ? [{ to: '/bank', label: t('import.toBank') }] : []),
    { to: '/aging', label: t('import.toAging') },
    { to: '/letters/new', label: t('import.toLetters') },
    { to: '/customers', label: t('import.toCustomers') },
    { to: '/imports', label: t('import.toHistory') },
  ];
  useActions(
    steps.map(({ to, label }) => ({ id: `import.next${to}`, label, group: 'page', run: () => void navigate({ to }) })),
  );
  return (
    <div className={classes.next}>
      {steps.map(({ to, label }, index) => (
        <Button
          key={to}
          variant={index === 0 ? 'filled' : to === '/imports' ? 'subtle' : 'default'}
          data-autofocus={index === 0 || undefined}
          onClick={() => void navigate({ to })}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
