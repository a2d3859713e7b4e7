import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml } from '../../platform/values/html';
import { badRequest } from '../errors';
import { explorerFiles, explorerFilesPath } from './explorer-files';
import { themeLinks } from './theme';

/** A host as sent by browsers; anything else is not written into the page. */
const hostPattern = /^[\w.:[\]-]{1,255}$/;

/** Only our own files. The editor creates styles at run time, so inline styles are allowed here. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function sandboxUrl(origin: string): string {
  const endpoint = encodeURIComponent(`${origin}/graphql`);
  return `https://studio.apollographql.com/sandbox/explorer?endpoint=${endpoint}`;
}

/** Sends the page. @throws BAD_REQUEST for a Host header that is not well formed. */
export type SendExplorer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/**
 * The page for browsers at GET /graphql, and its files. It loads nothing from other hosts.
 * @param schemeOf the scheme that the client used, `http` or `https`.
 * @throws Error if the explorer is not built.
 */
export function explorer(
  app: FastifyInstance,
  schemeOf: (request: FastifyRequest['raw']) => string,
): SendExplorer {
  const { files, script, style } = explorerFiles();
  app.route<{ Params: { readonly '*': string } }>({
    method: ['GET', 'HEAD'],
    url: `${explorerFilesPath}*`,
    handler: (request, reply) => files.send(request, reply, request.params['*']),
  });

  return (request, reply) => {
    const host = request.headers.host ?? '';
    if (!hostPattern.test(host)) throw badRequest('The Host header is not well formed.');
    const settings = { sandboxUrl: sandboxUrl(`${schemeOf(request.raw)}://${host}`) };
    const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<meta name="description" content="Write and run GraphQL operations in the browser." />
<title>Explorer – order processing</title>
${themeLinks}
<link rel="stylesheet" href="${explorerFilesPath}${style}" />
<script type="module" src="${explorerFilesPath}${script}"></script>
</head>
<body>
<div id="explorer" data-settings="${escapeHtml(JSON.stringify(settings))}"></div>
<noscript>The explorer needs JavaScript.</noscript>
</body>
</html>
`;
    return reply
      .header('content-security-policy', contentSecurityPolicy)
      .type('text/html; charset=utf-8')
      .send(html);
  };
}
