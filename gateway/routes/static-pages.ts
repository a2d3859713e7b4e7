import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pagePolicy } from '../http/security-headers';
import { isFileName, StaticFiles } from './static-files';

/** A website that `npm run build` wrote to dist/pages/<name>; it is served at /<name>. */
export interface StaticPage {
  readonly name: string;
  /** `application`: one page that reads its address itself. `site`: a page for each address. */
  readonly kind: 'application' | 'site';
}

interface PageRequest {
  readonly Params: { readonly '*'?: string };
}

/** The file for an address: itself, the page of a folder, or the page of the application. */
function fileAt({ kind }: StaticPage, files: StaticFiles, address: string): string | null {
  const trimmed = address.replace(/\/$/, '');
  const candidates = trimmed === '' ? ['index.html'] : [trimmed, `${trimmed}/index.html`];
  const found = candidates.find((name) => files.has(name));
  if (found !== undefined) return found;
  return kind === 'application' && !isFileName(trimmed) ? 'index.html' : null;
}

const notFoundPage = '404.html';

/**
 * Serves a website's files to GET and HEAD.
 * @throws Error if the website is not built.
 */
export function staticPage(app: FastifyInstance, page: StaticPage): void {
  const files = new StaticFiles(page.name);
  const handler = (request: FastifyRequest<PageRequest>, reply: FastifyReply) => {
    const found = fileAt(page, files, request.params['*'] ?? '');
    const file = found ?? (files.has(notFoundPage) ? notFoundPage : null);
    if (file === null) return reply.callNotFound();
    reply.header('content-security-policy', pagePolicy);
    return files.send(request, found === null ? reply.code(404) : reply, file);
  };
  for (const url of [`/${page.name}`, `/${page.name}/*`]) {
    app.route<PageRequest>({ method: ['GET', 'HEAD'], url, handler });
  }
}
