import { isRecord } from '../../platform/config/is-record';

type Fields = Readonly<Record<string, unknown>>;

/** A body as most clients send it. */
export interface SentQuery {
  /** Null if it is sent by hash. */
  readonly text: string | null;
  readonly hash: string | null;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown> | undefined;
}

const isMissing = (value: unknown): value is null | undefined =>
  value === null || value === undefined;

/** The form in which hashes are looked up. */
const sha256 = /^[0-9a-f]{64}$/;

/** @returns null for anything unusual in it. */
function hashIn(extensions: Fields): string | null {
  const { persistedQuery } = extensions;
  if (!isRecord(persistedQuery) || persistedQuery.version !== 1) return null;
  const { sha256Hash } = persistedQuery;
  return typeof sha256Hash === 'string' && sha256.test(sha256Hash) ? sha256Hash : null;
}

/**
 * Reads what has one meaning only: a text, or the hash of one.
 * @returns null for everything else, which Apollo Server answers: a text with its hash, which is to
 * be kept, and all that is malformed.
 */
export function readSentQuery(body: unknown): SentQuery | null {
  if (!isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  if (!isMissing(operationName) && typeof operationName !== 'string') return null;
  if (!isMissing(variables) && !isRecord(variables)) return null;
  if (!isMissing(extensions) && !isRecord(extensions)) return null;
  const named = {
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
  };
  const hasHash = Boolean(extensions?.persistedQuery);
  if (typeof query === 'string' && query !== '' && !hasHash) {
    return { text: query, hash: null, ...named };
  }
  const hash = isMissing(query) && extensions ? hashIn(extensions) : null;
  return hash === null ? null : { text: null, hash, ...named };
}

/**
 * The parameters of a URL, where variables are JSON.
 * @returns null if variables or extensions are no object, which Apollo Server refuses.
 */
export function withParsedVariables(parameters: unknown): Fields | null {
  if (!isRecord(parameters)) return null;
  const { extensions = {} } = parameters;
  try {
    const variables: unknown = JSON.parse(String(parameters.variables ?? '{}'));
    return isRecord(variables) && isRecord(extensions) ? { ...parameters, variables } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
