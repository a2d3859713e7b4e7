import type { FastifyInstance } from 'fastify';
import { prefersHtml } from '../http/media-types';
import type { Link } from './landing-page-html';

const styleSheet = '<link rel="stylesheet" href="/theme/development-bar.css">';

/** The pages that the bar links to, in this order. */
const names = ['docs', 'explorer', 'console', 'shop'];

const inOrder = (links: readonly Link[]): Link[] =>
  names.flatMap((name) => links.filter((link) => link.name === name));

const isAt = (url: string, { path }: Link): boolean =>
  url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`);

const barFor = (url: string, links: readonly Link[]): string => {
  const items = links.map((link) => {
    const current = isAt(url, link) ? ' aria-current="true"' : '';
    return `<a href="${link.path}"${current}>${link.title}</a>`;
  });
  return `<nav class="development-bar" aria-label="Development">${items.join('\n')}</nav>`;
};

/** Whether a page may load the style sheet; the others are shown in a frame, or alone. */
const mayLoad = (policy: unknown): boolean => {
  const directives = String(policy).split(';');
  const styles = directives.find((directive) => directive.trim().startsWith('style-src '));
  return styles?.includes("'self'") ?? false;
};

/**
 * Ends every page with links to the others. For development: the HTML is changed for each request,
 * and sent without compression.
 * @param links called with the first page, when all routes are known.
 */
export function developmentBar(app: FastifyInstance, links: () => readonly Link[]): void {
  let known: readonly Link[] | undefined;
  app.addHook('onRequest', async ({ headers }) => {
    if (prefersHtml(headers.accept)) delete headers['accept-encoding'];
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const isHtml = String(reply.getHeader('content-type')).startsWith('text/html');
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (!isHtml || !isText || reply.getHeader('content-encoding')) return payload;
    if (!mayLoad(reply.getHeader('content-security-policy'))) return payload;
    known ??= inOrder(links());
    reply.removeHeader('content-length');
    return payload
      .toString()
      .replace('</head>', () => `${styleSheet}</head>`)
      .replace('</body>', () => `${barFor(request.url, known ?? [])}</body>`);
  });
}
