import classes from './steps.module.css';

type StepsProps<Id extends string> = { steps: readonly { id: Id; label: string }[]; current: Id };

/** Where one is on a way of several steps. */
export function Steps<Id extends string>({ steps, current }: StepsProps<Id>) {
  const at = steps.findIndex((step) => step.id === current);
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => (
        <li
          key={step.id}
          className={index === at ? classes.current : index < at ? classes.past : ''}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={classes.number}>{index + 1}</span>
          {step.label}
        </li>
      ))}
    </ol>
  );
}
