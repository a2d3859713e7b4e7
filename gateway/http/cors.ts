import type { FastifyReply, FastifyRequest } from 'fastify';
import { preflightHeaderCharactersMax, preflightHeadersMax, preflightSeconds } from './limits';

const methods = 'GET, POST, OPTIONS';

const exposed = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit',
  'RateLimit-Policy',
  'ETag',
  'Retry-After',
  'X-Request-Id',
].join(', ');

/** The headers allowed in a preflight that names none. */
const usualHeaders =
  'authorization, content-type, x-api-key, apollographql-client-name, ' +
  'apollographql-client-version, apollo-require-preflight, idempotency-key, traceparent, ' +
  'x-device-token';

/** The name of a header (RFC 9110, 5.6.2), in lower case as browsers send it. */
const headerName = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/**
 * Every header that the browser asks for: a front end adds headers of its monitoring, and `*` does
 * not cover `authorization`. Names are echoed, so they are checked.
 */
function allowedHeaders(requested: string | undefined): string {
  if (requested === undefined) return usualHeaders;
  if (requested.length > preflightHeaderCharactersMax) return '';
  const names = requested.split(',').map((name) => name.trim().toLowerCase());
  if (names.length > preflightHeadersMax) return '';
  return names.filter((name) => headerName.test(name)).join(', ');
}

/** `http://localhost:*` matches that origin with any port or none. */
function originTest(patterns: readonly string[]): (origin: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith(':*')));
  const anyPort = patterns
    .filter((pattern) => pattern.endsWith(':*'))
    .map((pattern) => pattern.slice(0, -2));
  return (origin) =>
    exact.has(origin) || anyPort.includes(origin.replace(/:\d{1,5}$/, '')) || exact.has('*');
}

/** The headers that let scripts of the configured origins read a response. */
export function corsHeaders(origins: readonly string[]) {
  const allowed = originTest(origins);
  return (origin: string | undefined): Readonly<Record<string, string>> => {
    if (origin === undefined || !allowed(origin)) return { vary: 'Origin' };
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-expose-headers': exposed,
    };
  };
}

/**
 * CORS: only scripts of the configured origins may read responses. Credentials are never allowed,
 * since tokens are sent in a header.
 */
export function cors(origins: readonly string[]) {
  const headersFor = corsHeaders(origins);
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    const headers = headersFor(request.headers.origin);
    const welcome = 'access-control-allow-origin' in headers;
    reply.headers(headers);
    const requested = request.headers['access-control-request-method'];
    if (request.method !== 'OPTIONS' || requested === undefined) return undefined;
    if (welcome) {
      const names = allowedHeaders(request.headers['access-control-request-headers']);
      reply.header('vary', 'Origin, Access-Control-Request-Headers');
      reply.header('access-control-allow-methods', methods);
      if (names !== '') reply.header('access-control-allow-headers', names);
      reply.header('access-control-max-age', String(preflightSeconds));
    }
    return reply.code(204).send();
  };
}
