import { fileURLToPath } from 'node:url';

const fileOf = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Packages mark files for React's servers, which does not concern a page. */
const isHarmless = ({ code }) => code === 'MODULE_LEVEL_DIRECTIVE';

/** How Vite builds the page of a folder of web/. @param build what differs. */
export const pageConfig = (name, { rollupOptions, ...build } = {}) => ({
  root: fileOf(`../${name}`),
  base: `/${name}/`,
  logLevel: 'warn',
  resolve: { alias: { '@orderprocessing/client': fileOf('../../client/src/index.ts') } },
  build: {
    outDir: fileOf(`../../dist/pages/${name}`),
    emptyOutDir: true,
    // Read by tools/check/page-sizes.mjs.
    manifest: 'manifest.json',
    // The content security policy allows scripts, styles and fonts from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      ...rollupOptions,
      onLog: (level, log, report) => {
        if (!isHarmless(log)) report(level, log);
      },
    },
    ...build,
  },
});
