import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const fileOf = (name) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: fileOf('.'),
  base: '/account/',
  logLevel: 'warn',
  resolve: { alias: { '@orderprocessing/client': fileOf('../../client/src/index.ts') } },
  build: {
    outDir: fileOf('../../dist/pages/account'),
    emptyOutDir: true,
    // Read by tools/check/page-sizes.mjs.
    manifest: 'manifest.json',
    // The content security policy allows scripts and styles from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
