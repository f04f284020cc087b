import { lazy, Suspense } from 'react';
import type { ChartProps } from './drawing';

const Drawing = lazy(() => import('./drawing'));

/** A chart, drawn a moment after the figures: nobody waits for the drawing library to read a list. */
export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<div style={{ height: props.height }} />}>
      <Drawing {...props} />
    </Suspense>
  );
}
