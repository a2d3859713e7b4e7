import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import type { Configuration } from '../../config/schema';
import { gatewayError } from '../errors';
import type { Exchange } from '../http/exchange';
import { hashOf } from './hash';

/** The format of Apollo's `generate-persisted-query-manifest` and `npm run persisted-operations`. */
const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), name: z.string(), body: z.string() })),
});

/** The manifest with the operations of the project's own clients. */
const ownManifest = path.join(__dirname, '../../client/persisted-operations.json');

export interface RegisteredOperations {
  /** The text of a registered operation; undefined if the id is not in the manifest. */
  find(id: string): string | undefined;
  /** Whether the manifest contains an operation of this name. */
  hasName(name: string): boolean;
  /**
   * Rejects requests early that are obviously not a registered operation. `demandHash` checks the
   * text that is executed.
   * @param sent the parsed body, not validated yet.
   * @throws PERSISTED_QUERY_REQUIRED if this client may only send registered operations and this is
   * not one.
   */
  demand(
    headers: IncomingHttpHeaders,
    sent: unknown,
    exchange: Pick<Exchange, 'registeredOnly'>,
  ): void;
  /** @throws PERSISTED_QUERY_REQUIRED if no registered operation has this hash. */
  demandHash(hash: string): void;
}

interface Manifest {
  readonly texts: ReadonlyMap<string, string>;
  readonly names: ReadonlySet<string>;
}

function readManifest(file: string): Manifest {
  const refused = (why: string, cause?: unknown) =>
    new Error(`graphql.persistedOperations.manifest: ${file} ${why}`, { cause });
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refused(`cannot be read as JSON (${(error as Error).message}).`, error);
  }
  const parsed = manifestSchema.safeParse(raw);
  if (!parsed.success) throw refused('is no manifest of version 1.', parsed.error);
  const texts = new Map<string, string>();
  for (const { id, name, body } of parsed.data.operations) {
    // Clients send the hash of the text, so any other id would never match.
    if (id !== hashOf(body)) throw refused(`has ${name} under an id that is not its SHA-256.`);
    texts.set(id, body);
  }
  return { texts, names: new Set(parsed.data.operations.map(({ name }) => name)) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Identified by id, or by exactly the registered text. */
function idOf(sent: unknown): string | null {
  if (!isRecord(sent)) return null;
  const { query = null, extensions } = sent;
  if (query !== null && query !== '') return typeof query === 'string' ? hashOf(query) : null;
  const persisted = isRecord(extensions) ? extensions.persistedQuery : null;
  const id = isRecord(persisted) ? persisted.sha256Hash : null;
  return typeof id === 'string' ? id : null;
}

/**
 * Operations known from the manifest, and the clients that may send no others.
 * @throws Error if the manifest cannot be read, or an id is not the SHA-256 of its text.
 */
export function registeredOperations({
  manifest,
  default: otherwise,
  clients,
}: Configuration['graphql']['persistedOperations']): RegisteredOperations {
  const { texts, names } = readManifest(manifest ?? ownManifest);
  const policies = new Map(Object.entries(clients));
  const demandHash = (hash: string | null) => {
    if (hash !== null && texts.has(hash)) return;
    const message = 'This client may send registered operations only.';
    throw gatewayError('PERSISTED_QUERY_REQUIRED', message);
  };
  return {
    find: (id) => texts.get(id),
    hasName: (name) => names.has(name),
    demandHash,
    demand: (headers, sent, exchange) => {
      const name = headers['apollographql-client-name'];
      const policy = (typeof name === 'string' ? policies.get(name) : undefined) ?? otherwise;
      if (policy === 'any') return;
      exchange.registeredOnly = true;
      demandHash(idOf(sent));
    },
  };
}
