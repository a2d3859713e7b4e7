import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

const fileOf = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Packages mark files for React's servers, which does not concern a page. */
const isHarmless = ({ code }) => code === 'MODULE_LEVEL_DIRECTIVE';

export default defineConfig({
  root: fileOf('.'),
  base: '/console/',
  logLevel: 'warn',
  plugins: [tailwindcss()],
  resolve: { alias: { '@orderprocessing/client': fileOf('../../client/src/index.ts') } },
  build: {
    outDir: fileOf('../../dist/pages/console'),
    emptyOutDir: true,
    // Read by tools/check/page-sizes.mjs.
    manifest: 'manifest.json',
    // Browsers that have light-dark(), which the colours use.
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // The content security policy allows scripts, styles and fonts from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      onLog: (level, log, report) => {
        if (!isHarmless(log)) report(level, log);
      },
    },
  },
});
