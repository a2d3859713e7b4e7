import { GraphQLError, getOperationAST, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationLimits } from '../limits';
import type { PersistedOperations } from '../operation/persisted-operations';
import { knownKindsMax } from './limits';

/** The kind of an operation; `unknown` if its text is missing or is not GraphQL. */
export type OperationKind = 'subscription' | 'other' | 'unknown';

interface Sent {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly extensions?: {
    readonly persistedQuery?: { readonly sha256Hash?: unknown } | null;
  } | null;
}

const isName = (value: unknown): boolean =>
  value === null || value === undefined || typeof value === 'string';

const subscriptionWord = /\bsubscription\b/;

function kindOfText(text: string, name: unknown, maxTokens: number): OperationKind {
  // Most requests are not subscriptions, and their text is parsed later.
  if (!subscriptionWord.test(text)) return 'other';
  try {
    const document = parse(text, { maxTokens, noLocation: true });
    const operation = getOperationAST(document, typeof name === 'string' ? name : null);
    if (operation === null || operation === undefined) return 'unknown';
    return operation.operation === 'subscription' ? 'subscription' : 'other';
  } catch (error) {
    if (error instanceof GraphQLError) return 'unknown';
    throw error;
  }
}

/**
 * Tells subscriptions from other operations before anything else is done with the text. The kinds of
 * operations that were sent by hash are remembered, so that their text is looked up once.
 */
export function operationKinds(
  limits: Pick<OperationLimits, 'tokens'>,
  { find }: Pick<PersistedOperations, 'find'>,
) {
  const known = new LRUCache<string, OperationKind>({ max: knownKindsMax });
  return async (sent: unknown): Promise<OperationKind> => {
    const { query, operationName, extensions } = (sent ?? {}) as Sent;
    if (typeof query === 'string' && query !== '') {
      return kindOfText(query, operationName, limits.tokens);
    }
    const hash = extensions?.persistedQuery?.sha256Hash;
    // A name that is none has no length that was checked, and would be kept whole in the key.
    if (typeof hash !== 'string' || !isName(operationName)) return 'unknown';
    const key = JSON.stringify([hash.slice(0, 64), operationName]);
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const text = await find(hash);
    if (text === undefined) return 'unknown';
    const kind = kindOfText(text, operationName, limits.tokens);
    known.set(key, kind);
    return kind;
  };
}
