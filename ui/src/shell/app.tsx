import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { newQueryClient } from '../data/client';
import { followJobs } from '../data/jobs';
import { useStored } from '../data/stored';
import { listenToKeys } from '../kit/actions';
import { mantineTheme, mantineVariables } from '../kit/theme/mantine';
import { newRouter } from './router';

/** Everything that lives as long as the window: theme, answers, keys, progress, pages. */
export function App() {
  const [client] = useState(newQueryClient);
  const [router] = useState(newRouter);
  const [scheme] = useStored<'light' | 'dark' | 'auto'>('theme', 'auto');
  useEffect(listenToKeys, []);
  useEffect(followJobs, []);
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={mantineVariables}
      defaultColorScheme="auto"
      forceColorScheme={scheme === 'auto' ? undefined : scheme}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
