import { Button, Progress } from '@mantine/core';
import { send } from '../data/use-command';
import { useWords } from '../i18n';
import type { JobEvent } from '../wire/host';
import classes from './job-bar.module.css';

/** Phases whose work is counted in bytes of files. */
const IN_BYTES = new Set(['import', 'recognise', 'bank']);

/** How far a job is, in figures that mean something to the reader. */
function amounts(job: JobEvent, locale: string): { done: string; total: string } {
  if (!IN_BYTES.has(job.phase ?? '')) {
    const number = new Intl.NumberFormat(locale);
    return { done: number.format(job.done), total: number.format(job.total ?? 0) };
  }
  const written = (bytes: number, unit: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, ...unit }).format(bytes / 1e6);
  return { done: written(job.done, {}), total: written(job.total ?? 0, { style: 'unit', unit: 'megabyte' }) };
}

/** Progress of one long command in words, as a bar, and with the way to stop it. */
export function JobBar({ job }: { job: JobEvent }) {
  const { t, locale } = useWords();
  const { done, total } = amounts(job, locale);
  const share = job.total ? Math.min(100, (100 * job.done) / job.total) : 100;
  const words = t as unknown as (key: string, args?: object) => string;
  const name = words(`job.command.${job.command.replaceAll('.', '_')}`, { defaultValue: job.command });
  const phase = job.phase ? words(`job.phase.${job.phase}`, { defaultValue: job.phase }) : '';
  return (
    <div className={classes.job}>
      <div className={classes.line}>
        <span className={classes.name}>{name}</span>
        <span className={`tabular ${classes.count}`}>{job.total ? t('kit.jobOf', { done, total }) : done}</span>
      </div>
      <Progress
        value={share}
        size="sm"
        animated={!job.total && job.state === 'running'}
        aria-label={name}
        color={job.state === 'failed' ? 'red' : 'accent'}
      />
      <div className={classes.line}>
        <span className={classes.phase} role="status">
          {job.state === 'running' ? phase : t(`job.state.${job.state}`)}
        </span>
        {job.state === 'running' && (
          <Button variant="subtle" size="compact-xs" onClick={() => void send('jobs.cancel', { id: job.id })}>
            {t('kit.cancel')}
          </Button>
        )}
      </div>
    </div>
  );
}
