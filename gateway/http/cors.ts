import type { FastifyReply, FastifyRequest } from 'fastify';
import { preflightSeconds } from './limits';

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

const allowedHeaderNames = new Set([
  'authorization',
  'content-type',
  'x-api-key',
  'apollo-require-preflight',
  'idempotency-key',
  'traceparent',
]);
const allowedHeaderPrefixes = ['apollographql-', 'x-apollo-'];
const allowedHeadersNamed =
  'authorization, content-type, x-api-key, apollographql-client-name, ' +
  'apollographql-client-version, x-apollo-operation-name, apollo-require-preflight, ' +
  'idempotency-key, traceparent';

const isAllowedHeader = (name: string) =>
  allowedHeaderNames.has(name) || allowedHeaderPrefixes.some((prefix) => name.startsWith(prefix));

/** `apollographql-*` cannot be listed completely, so the requested headers are echoed. */
function allowedHeaders(requested: string | undefined): string {
  if (requested === undefined) return allowedHeadersNamed;
  const names = requested.split(',').map((name) => name.trim().toLowerCase());
  return names.filter(isAllowedHeader).join(', ');
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

/**
 * CORS: only scripts of the configured origins may read responses. Credentials are never allowed,
 * since tokens are sent in a header.
 */
export function cors(origins: readonly string[]) {
  const allowed = originTest(origins);
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    const welcome = origin !== undefined && allowed(origin);
    if (welcome) {
      reply.header('access-control-allow-origin', origin);
      reply.header('access-control-expose-headers', exposed);
    }
    const requested = request.headers['access-control-request-method'];
    if (request.method !== 'OPTIONS' || requested === undefined) return undefined;
    if (welcome) {
      const names = request.headers['access-control-request-headers'];
      reply.header('access-control-allow-methods', methods);
      reply.header('access-control-allow-headers', allowedHeaders(names));
      reply.header('access-control-max-age', String(preflightSeconds));
    }
    return reply.code(204).send();
  };
}
