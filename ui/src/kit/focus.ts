import { type RefObject, useEffect, useRef } from 'react';

/** Leads the focus into a field that an act of the person has just put there. */
export function useFocusOnArrival<E extends HTMLElement>(arrival: 'focused' | 'quiet'): RefObject<E | null> {
  const field = useRef<E>(null);
  const first = useRef(arrival);
  useEffect(() => {
    if (first.current === 'focused') field.current?.focus();
  }, []);
  return field;
}
