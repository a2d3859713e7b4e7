import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import type { Configuration } from '../config/schema';
import { gatewayError } from './errors';

/** What Apollo's `generate-persisted-query-manifest` writes, and `npm run persisted-operations`. */
const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), name: z.string(), body: z.string() })),
});

/** Where this release has the operations of the project's own clients. */
const ownManifest = path.join(__dirname, '../client/persisted-operations.json');

export interface RegisteredOperations {
  /** The text of a registered operation; undefined for an id that is not in the manifest. */
  find(id: string): string | undefined;
  /**
   * @param body what the client sent, as it was parsed; nothing is known of it yet.
   * @throws PERSISTED_QUERY_REQUIRED when this client may send registered operations only, and
   * this is none.
   */
  demand(headers: IncomingHttpHeaders, body: unknown): void;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function readManifest(file: string): Map<string, string> {
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
    // Clients send the hash of the text: under any other id it would never be found.
    if (id !== hashOf(body)) throw refused(`has ${name} under an id that is not its SHA-256.`);
    texts.set(id, body);
  }
  return texts;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** By its id, or by a text that is a registered one to the letter. */
function idOf(body: unknown): string | null {
  if (!isRecord(body)) return null;
  if (typeof body.query === 'string' && body.query !== '') return hashOf(body.query);
  const persisted = isRecord(body.extensions) ? body.extensions.persistedQuery : null;
  const id = isRecord(persisted) ? persisted.sha256Hash : null;
  return typeof id === 'string' ? id : null;
}

/** What a GET asks for: there `extensions` is JSON in the address. */
export function operationOfAddress(query: unknown): unknown {
  if (!isRecord(query) || typeof query.extensions !== 'string') return query;
  try {
    return { ...query, extensions: JSON.parse(query.extensions) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return query;
    throw error;
  }
}

/**
 * Operations that are known without ever having been sent, and who may send no others.
 * @throws Error when the manifest cannot be read, or an id is not the SHA-256 of its text.
 */
export function registeredOperations({
  manifest,
  default: otherwise,
  clients,
}: Configuration['graphql']['persistedOperations']): RegisteredOperations {
  const texts = readManifest(manifest ?? ownManifest);
  const policies = new Map(Object.entries(clients));
  return {
    find: (id) => texts.get(id),
    demand: (headers, body) => {
      const name = headers['apollographql-client-name'];
      const policy = (typeof name === 'string' ? policies.get(name) : undefined) ?? otherwise;
      if (policy === 'any') return;
      const id = idOf(body);
      if (id !== null && texts.has(id)) return;
      const message = 'This client may send registered operations only.';
      throw gatewayError('PERSISTED_QUERY_REQUIRED', message);
    },
  };
}
