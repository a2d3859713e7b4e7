import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DemoAccounts } from '../../config/demo-accounts';
import { escapeHtml } from '../../platform/values/html';
import { badRequest, gatewayError } from '../errors';
import { explorerFiles, explorerFilesPath } from './explorer-files';

/** The names of files contain a hash of their content. */
const immutable = 'public, max-age=31536000, immutable';

const typeByEnding: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.json': 'application/json; charset=utf-8',
};

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

export interface ExplorerOptions {
  /** The accounts that the page offers to sign in with. */
  readonly demoAccounts: DemoAccounts | null;
  /** The scheme that the client used, `http` or `https`. */
  readonly schemeOf: (request: FastifyRequest['raw']) => string;
}

function sandboxUrl(origin: string): string {
  const endpoint = encodeURIComponent(`${origin}/graphql`);
  return `https://studio.apollographql.com/sandbox/explorer?endpoint=${endpoint}`;
}

/** Sends the page. @throws BAD_REQUEST for a Host header that is not well formed. */
export type SendExplorer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/**
 * The page for browsers at GET /graphql, and its files. It loads nothing from other hosts.
 * @throws Error if the explorer is not built.
 */
export function explorer(app: FastifyInstance, options: ExplorerOptions): SendExplorer {
  const { folder, script, style, names } = explorerFiles();
  app.get(`${explorerFilesPath}*`, async (request, reply) => {
    const { '*': name } = request.params as { '*': string };
    const type = typeByEnding[path.extname(name)];
    if (!names.has(name) || type === undefined) {
      throw gatewayError('NOT_FOUND', 'This file does not exist.');
    }
    const file = await readFile(path.join(folder, name));
    return reply.type(type).header('cache-control', immutable).send(file);
  });

  const { demoAccounts, schemeOf } = options;
  return (request, reply) => {
    const host = request.headers.host ?? '';
    if (!hostPattern.test(host)) throw badRequest('The Host header is not well formed.');
    const settings = {
      demoAccounts,
      sandboxUrl: sandboxUrl(`${schemeOf(request.raw)}://${host}`),
    };
    const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<title>Explorer – order processing</title>
<link rel="icon" href="data:," />
<link rel="stylesheet" href="${explorerFilesPath}${style}" />
<script type="module" src="${explorerFilesPath}${script}"></script>
</head>
<body>
<div id="explorer" data-settings="${escapeHtml(JSON.stringify(settings))}"></div>
</body>
</html>
`;
    return reply
      .header('content-security-policy', contentSecurityPolicy)
      .type('text/html; charset=utf-8')
      .send(html);
  };
}
