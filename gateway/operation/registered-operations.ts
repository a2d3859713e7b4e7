import type { IncomingHttpHeaders } from 'node:http';
import path from 'node:path';
import type { Configuration } from '../../config/schema';
import { gatewayError } from '../errors';
import type { Exchange } from '../http/exchange';
import { textsOfClients } from './apollo-texts';
import { hashOf } from './hash';
import { readManifest } from './manifest';

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

/** @throws Error if the manifest cannot be read or has an operation that is not GraphQL. */
function loadManifest(file: string): Manifest {
  const refused = (cause: unknown) =>
    new Error(`graphql.persistedOperations.manifest: ${(cause as Error).message}`, { cause });
  const texts = new Map<string, string>();
  try {
    const operations = readManifest(file);
    for (const { body } of operations) {
      for (const text of textsOfClients(body)) texts.set(hashOf(text), text);
    }
    return { texts, names: new Set(operations.map(({ name }) => name)) };
  } catch (error) {
    throw refused(error);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Identified by id, or by exactly one of its texts. */
function idOf(sent: unknown): string | null {
  if (!isRecord(sent)) return null;
  const { query = null, extensions } = sent;
  if (query !== null) return typeof query === 'string' ? hashOf(query) : null;
  const persisted = isRecord(extensions) ? extensions.persistedQuery : null;
  const id = isRecord(persisted) ? persisted.sha256Hash : null;
  return typeof id === 'string' ? id : null;
}

let loadedOwn: Manifest | undefined;

/**
 * It is the same for every gateway of a process, and printing each operation as clients do takes tens
 * of milliseconds.
 */
function loadOwnManifest(): Manifest {
  loadedOwn ??= loadManifest(ownManifest);
  return loadedOwn;
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
  const { texts, names } = manifest === null ? loadOwnManifest() : loadManifest(manifest);
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
