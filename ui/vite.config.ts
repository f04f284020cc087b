import { env } from 'node:process';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The development bridge answers the same two calls as the desktop host; it listens on this machine only.
const BRIDGE = env.DUEBOOK_BRIDGE ?? 'http://127.0.0.1:7411';

export default defineConfig({
  plugins: [react()],
  // Relative addresses, because the desktop host serves the page from its own scheme.
  base: './',
  server: {
    host: '127.0.0.1',
    port: 5273,
    strictPort: true,
    proxy: { '/rpc': BRIDGE, '/rpc_bytes': BRIDGE, '/events': BRIDGE },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'safari16',
    // A desktop page loads from disk: two thousand kilobytes of grid and charts cost one read, not one minute.
    chunkSizeWarningLimit: 2500,
    rolldownOptions: {
      output: {
        // The desktop host packs each file into the program and unpacks it at the first request: one of 2.4 megabytes came out as
        // nothing, and the window stayed empty. Libraries have a file of their own, which changes less besides.
        codeSplitting: {
          groups: [{ name: 'libraries', test: /node_modules/ }],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    testTimeout: 20_000,
  },
});
