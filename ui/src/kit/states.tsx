import { Alert, Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n';
import type { RefusedError } from '../wire';
import { useProblemWords } from './problem-words';
import { RecoverOffer } from './recover';
import classes from './states.module.css';

/** Says what belongs here and offers the first step. */
export function EmptyState({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <h2 className={classes.emptyTitle}>{title}</h2>
      <p className={classes.emptyText}>{text}</p>
      {action && <div className={classes.emptyAction}>{action}</div>}
    </div>
  );
}

/** A refusal or failure: what happened, what was kept, what to do next. */
export function Problem({ error, onRetry }: { error: RefusedError; onRetry?: () => void }) {
  const { t } = useWords();
  const words = useProblemWords()(error);
  return (
    <Alert role="alert" color="red" variant="outline" icon={<IconAlertTriangle size={18} />} title={words.what}>
      <div className={classes.problem}>
        {words.remedy && <p>{words.remedy}</p>}
        <RecoverOffer error={error} />
        {error.traceId && <p className={classes.trace}>{t('kit.trace', { id: error.traceId })}</p>}
        {onRetry && (
          <div>
            <Button variant="default" onClick={onRetry}>
              {t('kit.retry')}
            </Button>
          </div>
        )}
      </div>
    </Alert>
  );
}

/** A refusal of a form, unless one of its fields already says it. */
export function FormProblem({ error }: { error: RefusedError | null }) {
  if (!error || typeof error.args.field === 'string') return null;
  return <Problem error={error} />;
}

/** A remark that needs no action. */
export function Note({ children, tone = 'plain' }: { children: ReactNode; tone?: 'plain' | 'warn' | 'good' }) {
  return (
    <div className={`${classes.note} ${classes[tone]}`} role="note">
      {tone === 'warn' ? <IconAlertTriangle size={16} aria-hidden /> : <IconInfoCircle size={16} aria-hidden />}
      <div>{children}</div>
    </div>
  );
}

/** Shown while an answer is on its way; appears late, because most answers are there at once. */
export function Loading({ what }: { what?: string }) {
  const { t } = useWords();
  return (
    <div className={classes.loading} role="status">
      <Loader size="sm" />
      <span>{what ?? t('kit.loading')}</span>
    </div>
  );
}

type Answer<T> = { data: T | undefined; error: RefusedError | null; refetch: () => unknown };

/** The three states of an answer: on its way, refused, there. */
export function Answered<T>({ answer, children }: { answer: Answer<T>; children: (data: T) => ReactNode }) {
  if (answer.data !== undefined) return children(answer.data);
  if (answer.error) return <Problem error={answer.error} onRetry={() => answer.refetch()} />;
  return <Loading />;
}
