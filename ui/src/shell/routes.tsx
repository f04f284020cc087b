import type { JSX } from 'react';

type PageRoute = { path: string; component: () => JSX.Element | null };

/** Every page of the window by its address. */
export const PAGES: readonly PageRoute[] = [];
