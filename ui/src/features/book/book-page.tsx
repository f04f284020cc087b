import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText } from '../../kit/figures';
import { FormSection } from '../../kit/form';
import { JobBar } from '../../kit/job-bar';
import { Page, Section } from '../../kit/page';
import { readableArgs } from '../../kit/problem-words';
import { Facts } from '../../kit/side';
import { Note, Problem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { AuditLog } from './audit-log';
import { Backups } from './backups';
import classes from './book.module.css';

/** The book itself: where it lies, whether it is whole, a copy of it, and who did what in it. */
export function BookPage() {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const number = new Intl.NumberFormat(locale);
  const book = state.book;
  return (
    <Page title={t('shell.page.book')} about={t('book.about')}>
      <FormSection title={t('book.file')} about={t('book.fileAbout')}>
        <Facts
          facts={[
            { name: t('book.path'), value: book?.path },
            { name: t('book.company'), value: book?.company },
            { name: t('book.currency'), value: book?.currency },
            { name: t('book.customers'), value: number.format(book?.customers ?? 0) },
            { name: t('book.transactions'), value: number.format(book?.transactions ?? 0) },
            { name: t('book.factsTo'), value: <DayText day={book?.facts_to} /> },
          ]}
        />
        {book?.shared_place && <Note tone="warn">{t('book.sharedPlace', { place: book.shared_place })}</Note>}
      </FormSection>
      <FormSection title={t('book.check')} about={t('book.checkAbout')}>
        <CheckBook />
      </FormSection>
      <FormSection title={t('book.backup')} about={t('book.backupAbout')}>
        <Backups />
      </FormSection>
      <Section title={t('book.audit')}>
        <AuditLog />
      </Section>
    </Page>
  );
}

function CheckBook() {
  const { t } = useWords();
  const check = useAct('book.check');
  const job = useJobs().findLast((other) => other.command === 'book.check' && other.state === 'running');
  const start = () => check.mutate({});
  useActions([{ id: 'book.check', label: t('book.checkNow'), group: 'page', keys: 'c', run: start }]);
  return (
    <>
      <div>
        <Button leftSection={<IconShieldCheck size={15} />} loading={check.isPending} onClick={start}>
          {t('book.checkNow')}
        </Button>
      </div>
      {job && <JobBar job={job} />}
      {check.error && <Problem error={check.error} />}
      {check.data && <Report report={check.data} />}
    </>
  );
}

function Report({ report }: { report: ResponseOf<'book.check'> }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const word = t as unknown as (key: string, args: Record<string, string>) => string;
  if (report.ok) {
    return (
      <Note tone="good">
        <p>{t('book.whole', { acts: number.format(report.acts), facts: number.format(report.facts) })}</p>
        <p className={classes.hash}>{report.head_hash}</p>
      </Note>
    );
  }
  return (
    <Note tone="warn">
      <p>{t('book.faults')}</p>
      <ul className={classes.faults}>
        {report.faults.map((fault) => (
          <li key={`${fault.code} ${JSON.stringify(fault.args)}`}>
            {word(`book.fault.${fault.code}`, {
              ...readableArgs(fault.args, locale),
              defaultValue: `${fault.code} ${JSON.stringify(fault.args)}`,
            })}
          </li>
        ))}
      </ul>
    </Note>
  );
}
