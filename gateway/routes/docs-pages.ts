import type { FastifyInstance } from 'fastify';
import { pagePolicy } from '../http/security-headers';
import { staticPage } from './static-pages';

/** The index of the search is WebAssembly, which other pages need not run. */
const searchPolicy = pagePolicy.replace(
  "script-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
);

/**
 * The guides and the reference at /docs, each page also as Markdown.
 * @throws Error if they are not built.
 */
export function docsPages(app: FastifyInstance): void {
  staticPage(app, {
    name: 'docs',
    kind: 'site',
    policyOf: (file) => (file === 'search/index.html' ? searchPolicy : pagePolicy),
  });
}
