import { createHash } from 'node:crypto';
import { badRequest, gatewayError } from '../errors';
import type { GatewayMetrics } from '../metrics';
import type { persistedOperations } from '../persisted-operations';

/**
 * The text of an operation that may have been sent by its hash alone.
 * @throws PERSISTED_QUERY_NOT_FOUND, or BAD_REQUEST for a hash that is not the text's.
 */
export type PersistedText = (text: string | undefined, persisted: unknown) => Promise<string>;

type Kept = ReturnType<typeof persistedOperations>;

function hashIn(persisted: unknown): string {
  const { version, sha256Hash } = persisted as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1) throw badRequest('Unsupported persisted query version');
  if (typeof sha256Hash !== 'string') throw badRequest('`sha256Hash` is a SHA-256 in hex.');
  return sha256Hash;
}

/** As Apollo Server does it for queries, on the same store. */
export function persistedTexts(kept: Kept, metrics: GatewayMetrics): PersistedText {
  const keep = async (hash: string, text: string): Promise<string> => {
    if (createHash('sha256').update(text).digest('hex') !== hash) {
      throw badRequest('provided sha does not match query');
    }
    await kept.set(`apq:${hash}`, text);
    metrics.persisted('registered');
    return text;
  };
  const find = async (hash: string): Promise<string> => {
    const found = await kept.get(`apq:${hash}`);
    metrics.persisted(found === undefined ? 'miss' : 'hit');
    if (found !== undefined) return found;
    throw gatewayError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
  };
  return async (text = '', persisted) => {
    if (typeof persisted === 'object' && persisted !== null) {
      const hash = hashIn(persisted);
      return text === '' ? find(hash) : keep(hash, text);
    }
    if (text === '') throw badRequest('Send the operation as `query`.');
    return text;
  };
}
