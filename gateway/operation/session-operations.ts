import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError } from 'graphql';
import { codeOf } from '../errors';
import type { Exchange } from '../http/exchange';
import { type Viewers, withDeviceToken } from '../identity/viewer';
import type { OperationMeasure } from './cost';
import { rootFieldsWith } from './field-rules';

/** Root fields with which a client gets or ends a session. */
export const sessionFields = rootFieldsWith(({ aboutSession }) => aboutSession);

const isUnauthenticated = (error: unknown): error is GraphQLError =>
  error instanceof GraphQLError && codeOf(error) === 'UNAUTHENTICATED';

/** Whether every root field, under whatever alias and in whatever fragment, is one of them. */
export function isSessionOperation({ rootFields, mutations }: OperationMeasure): boolean {
  return mutations > 0 && [...rootFields.values()].every((name) => sessionFields.includes(name));
}

interface SentOperation {
  readonly query?: unknown;
  readonly extensions?: { readonly persistedQuery?: unknown } | null;
}

/**
 * Whether the operation may select one of the fields: its text names it, or its text is not known
 * yet. Cheap, because it is used before anything is parsed.
 */
export function maySelect(sent: unknown, fields: readonly string[]): boolean {
  const { query, extensions } = (sent ?? {}) as SentOperation;
  if (typeof query === 'string') return fields.some((field) => query.includes(field));
  return (extensions?.persistedQuery ?? null) !== null;
}

/**
 * Makes the request one without a token: of its API key, if it has a valid one, or else anonymous.
 * @throws errors other than UNAUTHENTICATED of looking up the key.
 */
export async function ignoreToken(
  exchange: Exchange,
  viewerOf: Viewers['of'],
  headers: IncomingHttpHeaders,
): Promise<void> {
  const { address, viewer, refusedCredential } = exchange;
  const { authorization, ...others } = headers;
  const hasToken = authorization !== undefined;
  if (!hasToken && refusedCredential === null) return;
  exchange.refusedCredential = null;
  // The exhausted limit was the one of the token's account.
  if (viewer.kind === 'user') exchange.pastLimit = null;
  exchange.viewer = withDeviceToken({ kind: 'anonymous', address }, headers);
  if (!hasToken || others['x-api-key'] === undefined) return;
  await identify(exchange, viewerOf, others);
  exchange.refusedCredential = null;
}

/**
 * Determines the viewer. An invalid credential is stored, because it does not matter if the
 * operation turns out to be about a session.
 * @throws errors other than UNAUTHENTICATED.
 */
export async function identify(
  exchange: Exchange,
  viewerOf: Viewers['of'],
  headers: IncomingHttpHeaders,
): Promise<void> {
  try {
    exchange.viewer = await viewerOf(headers, exchange.address);
  } catch (error) {
    if (!isUnauthenticated(error)) throw error;
    exchange.refusedCredential = error;
  }
}
