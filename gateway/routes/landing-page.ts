import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { prefersHtml } from '../http/media-types';
import { pagePolicy } from '../http/security-headers';
import { stylePath } from './html-page';
import { type Link, type Links, landingPageHtml } from './landing-page-html';
import { landingPageStyle } from './landing-page-style';
import { builtPages } from './page-table';
import { schemaPath } from './schema';

const styleSeconds = 3_600;

const use: readonly Link[] = [
  {
    name: 'explorer',
    path: '/graphql',
    title: 'Explorer',
    text: 'Write and run operations in the browser.',
  },
  {
    name: 'schema',
    path: schemaPath,
    title: 'Schema',
    text: 'The whole API in SDL, for code generators and editors.',
  },
  ...builtPages,
  {
    name: 'mail',
    path: '/mail',
    title: 'Mail',
    text: 'What would have been sent, in development.',
  },
];

const run: readonly Link[] = [
  { name: 'health', path: '/health', title: 'Liveness', text: 'Whether the process answers.' },
  {
    name: 'ready',
    path: '/ready',
    title: 'Readiness',
    text: 'Whether its dependencies answer too.',
  },
  { name: 'metrics', path: '/metrics', title: 'Metrics', text: 'For Prometheus.' },
  {
    name: 'keys',
    path: '/.well-known/jwks.json',
    title: 'Keys',
    text: 'Public keys of the access tokens.',
  },
  {
    name: 'security',
    path: '/.well-known/security.txt',
    title: 'Security',
    text: 'Where to report a vulnerability.',
  },
];

export interface LandingPageOptions {
  readonly hasExplorer: boolean;
  /** URL of the gateway for clients; null: the one that was called. */
  readonly publicUrl: string | null;
  readonly schemeOf: (request: IncomingMessage) => 'http' | 'https';
}

/** The links that this gateway serves. */
function servedLinks(app: FastifyInstance, { hasExplorer }: LandingPageOptions): Links {
  const isServed = ({ name, path }: Link): boolean =>
    name === 'explorer'
      ? hasExplorer
      : [path, `${path}/`, `${path}/*`].some((url) => app.hasRoute({ method: 'GET', url }));
  return { use: use.filter(isServed), run: run.filter(isServed) };
}

function endpointOf(
  { raw, headers }: FastifyRequest,
  { publicUrl, schemeOf }: LandingPageOptions,
): string {
  const called = `${schemeOf(raw)}://${headers.host}`;
  return `${publicUrl === null ? called : new URL(publicUrl).origin}/graphql`;
}

/**
 * `/`: a page for browsers, and the same links as JSON for programs.
 * @returns the links, to be called when all routes are known.
 */
export function landingPage(app: FastifyInstance, options: LandingPageOptions): () => Links {
  app.get('/', async (request, reply) => {
    const links = servedLinks(app, options);
    const endpoint = endpointOf(request, options);
    reply.header('vary', 'Origin, Accept');
    if (prefersHtml(request.headers.accept)) {
      return reply
        .header('content-security-policy', pagePolicy)
        .type('text/html; charset=utf-8')
        .send(landingPageHtml(endpoint, links));
    }
    const paths = [...links.use, ...links.run].map(({ name, path }) => [name, path]);
    return reply.send({ graphql: endpoint, links: Object.fromEntries(paths) });
  });

  app.get(stylePath, async (_request, reply) =>
    reply
      .header('cache-control', `public, max-age=${styleSeconds}`)
      .type('text/css; charset=utf-8')
      .send(landingPageStyle),
  );
  return () => servedLinks(app, options);
}
