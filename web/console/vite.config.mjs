import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { pageConfig } from '../theme/vite.mjs';

export default defineConfig({
  ...pageConfig('console', {
    // Browsers that have light-dark(), which the colours use.
    target: ['chrome123', 'firefox128', 'safari17.5'],
  }),
  plugins: [tailwindcss()],
});
