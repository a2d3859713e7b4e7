import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const fileOf = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Packages mark files for React's servers, which does not concern a page. */
const isHarmless = ({ code }) => code === 'MODULE_LEVEL_DIRECTIVE';

// The page itself is written by gateway/routes/explorer.ts.
export default defineConfig({
  root: fileOf('.'),
  base: '/graphql/explorer/',
  logLevel: 'warn',
  build: {
    outDir: fileOf('../../dist/pages/explorer'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    // The content security policy allows scripts and fonts from files only.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 10_000,
    rollupOptions: {
      input: fileOf('main.tsx'),
      onLog: (level, log, report) => {
        if (!isHarmless(log)) report(level, log);
      },
    },
  },
  worker: { format: 'es' },
});
