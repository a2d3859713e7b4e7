import type { FastifyInstance } from 'fastify';
import type { DemoAccounts } from '../../config/demo-accounts';
import { escapeHtml } from '../../platform/values/html';
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

/** Read by web/theme/demo-accounts.ts, for the forms that sign in. */
const metaOf = (accounts: DemoAccounts | null): string =>
  accounts === null
    ? ''
    : `<meta name="demo-accounts" content="${escapeHtml(JSON.stringify(accounts))}">`;

interface DevelopmentOptions {
  /** Called with the first page, when all routes are known. */
  readonly links: () => readonly Link[];
  /** The accounts that pages offer to sign in with. */
  readonly demoAccounts: DemoAccounts | null;
}

/** Whether a page may load the style sheet; the others are shown in a frame, or alone. */
const mayLoad = (policy: unknown): boolean => {
  const directives = String(policy).split(';');
  const styles = directives.find((directive) => directive.trim().startsWith('style-src '));
  return styles?.includes("'self'") ?? false;
};

/**
 * Ends every page with links to the others, and names the demo accounts in its head. In development
 * only: the HTML is changed for each request, and sent whole and without compression.
 */
export function developmentBar(app: FastifyInstance, options: DevelopmentOptions): void {
  const { links, demoAccounts } = options;
  const head = `${styleSheet}${metaOf(demoAccounts)}</head>`;
  let known: readonly Link[] | undefined;
  app.addHook('onRequest', async ({ headers }) => {
    if (!prefersHtml(headers.accept)) return;
    delete headers['accept-encoding'];
    // The tag is that of the file, which stays the same when links or accounts change.
    delete headers['if-none-match'];
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
      .replace('</head>', () => head)
      .replace('</body>', () => `${barFor(request.url, known ?? [])}</body>`);
  });
}
