import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';

/** Written by steps/assemble.mjs and steps/reference.mjs. */
const base = '../../dist/docs-site/content';

export const collections = {
  docs: defineCollection({
    loader: glob({ base, pattern: '**/*.{md,mdx}' }),
    schema: docsSchema(),
  }),
};
