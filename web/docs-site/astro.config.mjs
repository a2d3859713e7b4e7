import { fileURLToPath } from 'node:url';
import starlight from '@astrojs/starlight';
import { defineConfig, passthroughImageService } from 'astro/config';
import { sidebarOf } from './pages.mjs';

const fileOf = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: fileOf('.'),
  base: '/docs',
  trailingSlash: 'always',
  outDir: fileOf('../../dist/pages/docs'),
  cacheDir: fileOf('../../dist/docs-site/cache'),
  image: { service: passthroughImageService() },
  // The content security policy allows scripts and styles from files only.
  build: { inlineStylesheets: 'never' },
  vite: {
    // Node's flag of the same name is set too: Astro builds copies of the project that link to
    // node_modules.
    resolve: { preserveSymlinks: true },
    build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  },
  // Shiki and Expressive Code write style attributes.
  markdown: { syntaxHighlight: 'prism' },
  integrations: [
    starlight({
      title: 'Order processing',
      description: 'Guides and reference of the order-processing API.',
      expressiveCode: false,
      // The search is our own.
      pagefind: false,
      customCss: ['../theme/theme.css', './src/styles/site.css', './src/styles/code.css'],
      components: {
        Search: './src/components/search.astro',
        EditLink: './src/components/markdown-link.astro',
        MarkdownContent: './src/components/content.astro',
      },
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      sidebar: sidebarOf(fileOf('../../dist/docs-site/content')),
    }),
  ],
});
