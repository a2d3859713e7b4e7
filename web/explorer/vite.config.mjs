import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { pageConfig } from '../theme/vite.mjs';

// The page itself is written by gateway/routes/explorer.ts.
export default defineConfig({
  ...pageConfig('explorer', {
    cssCodeSplit: false,
    chunkSizeWarningLimit: 10_000,
    rollupOptions: { input: fileURLToPath(new URL('main.tsx', import.meta.url)) },
  }),
  base: '/graphql/explorer/',
  worker: { format: 'es' },
});
