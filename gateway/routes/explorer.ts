import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';
import { badRequest, gatewayError } from '../errors';

const assetsPath = '/graphql/explorer/';
const assetSeconds = 3_600;

/** A host as sent by browsers; anything else is not written into the page. */
const hostPattern = /^[\w.:[\]-]{1,255}$/;

const firstQuery = `# Ctrl-Enter runs the operation under the cursor.
query Products {
  products(first: 5) {
    edges {
      node {
        sku
        name
        price { amount currency }
        available
      }
    }
  }
}
`;

const linkStyle =
  'position:fixed;right:12px;bottom:8px;z-index:10;font:12px sans-serif;color:#6b7280';

function sandboxLink(host: string): string {
  const endpoint = encodeURIComponent(`http://${host}/graphql`);
  const href = `https://studio.apollographql.com/sandbox/explorer?endpoint=${endpoint}`;
  const attributes = `href="${href}" rel="noopener noreferrer" target="_blank"`;
  return `<a ${attributes} style="${linkStyle}">Apollo Sandbox (needs the internet)</a>`;
}

function page(host: string): string {
  return ruruHTML({
    staticPath: assetsPath,
    endpoint: '/graphql',
    clientConfig: { defaultQuery: firstQuery } as never,
    htmlParts: {
      // Browsers would request a missing icon.
      metaTags: (tags: string) => `${tags}\n<link rel="icon" href="data:," />`,
      titleTag: '<title>Explorer</title>',
      bodyContent: (content: string) => `${content}\n${sandboxLink(host)}`,
    },
  });
}

/** The inline scripts of the page: text between `<script …>` and `</script>`. */
function inlineScripts(html: string): string[] {
  return html.split('<script').flatMap((piece) => {
    const opened = piece.indexOf('>');
    const closed = piece.indexOf('</script>');
    const isScript = opened !== -1 && opened < closed;
    return isScript && !piece.slice(0, opened).includes('src=')
      ? piece.slice(opened + 1, closed)
      : [];
  });
}

/**
 * Allows only our script files, and the page's inline scripts by hash. The editor creates styles at
 * run time, so inline styles are allowed.
 */
function contentSecurityPolicy(html: string): string {
  const hashes = inlineScripts(html).map((script) => {
    return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  });
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "worker-src 'self'",
    "connect-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The page for browsers at GET /graphql. It loads nothing from the internet. */
export function sendExplorer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const host = request.headers.host ?? '';
  if (!hostPattern.test(host)) throw badRequest('The Host header is not well formed.');
  const html = page(host);
  return reply
    .header('content-security-policy', contentSecurityPolicy(html))
    .type('text/html; charset=utf-8')
    .send(html);
}

/** Serves the files of the page. */
export function explorerAssets(app: FastifyInstance): void {
  app.get(`${assetsPath}*`, async (request, reply) => {
    const file = await getStaticFile({
      staticPath: assetsPath,
      urlPath: request.url,
      acceptEncoding: request.headers['accept-encoding'],
      disallowDevAssets: true,
    });
    if (!file) throw gatewayError('NOT_FOUND', 'This file does not exist.');
    return reply
      .headers(file.headers)
      .header('cache-control', `public, max-age=${assetSeconds}`)
      .send(file.content);
  });
}
