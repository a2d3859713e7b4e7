import { badRequest, gatewayError } from '../errors';
import type { GatewayMetrics } from '../metrics';
import { hashOf } from '../operation/hash';
import type { PersistedOperations } from '../operation/persisted-operations';

/** The text of an operation, and the hash under which to persist it after admission. */
export interface SentText {
  readonly text: string;
  readonly persistAs: string | null;
}

/**
 * The text of an operation that may have been sent by hash only.
 * @throws PERSISTED_QUERY_NOT_FOUND, or BAD_REQUEST if the hash does not match the text.
 */
export type PersistedText = (text: string | undefined, persisted: unknown) => Promise<SentText>;

function hashIn(persisted: unknown): string {
  const { version, sha256Hash } = persisted as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1) throw badRequest('Unsupported persisted query version');
  if (typeof sha256Hash !== 'string') throw badRequest('`sha256Hash` is a SHA-256 in hex.');
  return sha256Hash;
}

/** Finds texts as Apollo Server does for queries, in the same store. */
export function persistedTexts(
  { find }: Pick<PersistedOperations, 'find'>,
  metrics: GatewayMetrics,
): PersistedText {
  const found = async (hash: string): Promise<SentText> => {
    const text = await find(hash);
    metrics.persisted(text === undefined ? 'miss' : 'hit');
    if (text !== undefined) return { text, persistAs: null };
    throw gatewayError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
  };
  return async (text = '', persisted) => {
    if (typeof persisted === 'object' && persisted !== null) {
      const hash = hashIn(persisted);
      if (text === '') return found(hash);
      if (hashOf(text) !== hash) throw badRequest('provided sha does not match query');
      return { text, persistAs: hash };
    }
    if (text === '') throw badRequest('Send the operation as `query`.');
    return { text, persistAs: null };
  };
}
