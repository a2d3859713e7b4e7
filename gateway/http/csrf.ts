import type { IncomingHttpHeaders } from 'node:http';
import { badRequest } from '../errors';

/** A browser asks by a preflight before a page of another origin may send one of these. */
const headersWithPreflight = [
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'authorization',
  'x-api-key',
] as const;

/** What browsers send for forms, and what needs no preflight either. */
const simpleContentType =
  /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(;|$)/i;

function hasPreflight(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'];
  if (type && !simpleContentType.test(type)) return true;
  return headersWithPreflight.some((name) => Boolean(headers[name]));
}

/**
 * Whether a GraphQL client sends it, from no page or from one that may call. urql sends queries by
 * GET and with no other header than this `Accept`, which neither links nor images nor forms have.
 */
function isFromClient(headers: IncomingHttpHeaders, isAllowedOrigin: boolean): boolean {
  if (!headers.accept?.toLowerCase().includes('application/graphql-response+json')) return false;
  if (isAllowedOrigin) return true;
  const site = headers['sec-fetch-site'] ?? 'none';
  if (site === 'same-origin') return true;
  return site === 'none' && headers.origin === undefined;
}

/**
 * Blocks a GET request that a page of another site may have caused (CSRF). Requests by POST need a
 * JSON body, for which browsers ask first.
 * @param isAllowedOrigin whether CORS lets the page that sends it read the response.
 * @throws BAD_REQUEST
 */
export function demandNoForgery(headers: IncomingHttpHeaders, isAllowedOrigin: boolean): void {
  if (hasPreflight(headers) || isFromClient(headers, isAllowedOrigin)) return;
  throw badRequest(
    'This may be a cross-site request forgery. Send the header `apollo-require-preflight: true`, or accept application/graphql-response+json.',
  );
}
