import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { hashOf } from './hash';

/**
 * The format that `@apollo/generate-persisted-query-manifest` and `orderprocessing persisted-operations`
 * write, and that `@apollo/persisted-query-lists` reads.
 */
const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.enum(['query', 'mutation', 'subscription']).optional(),
      body: z.string(),
    }),
  ),
});

/**
 * The operations of a manifest.
 * @throws Error if the file cannot be read, has another format, or has an id that is not the SHA-256
 * of its text.
 */
export function readManifest(file: string): z.infer<typeof manifestSchema>['operations'] {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fault = code === undefined ? `is not JSON (${message})` : `cannot be read (${code})`;
    throw new Error(`${file} ${fault}.`, { cause: error });
  }
  const parsed = manifestSchema.safeParse(raw);
  if (!parsed.success) {
    throw new Error(`${file} is no manifest of version 1.`, { cause: parsed.error });
  }
  const { operations } = parsed.data;
  // Clients send the hash of the text, so any other id would never match.
  const wrong = operations.find(({ id, body }) => id !== hashOf(body));
  if (wrong) throw new Error(`${file} has ${wrong.name} under an id that is not its SHA-256.`);
  return operations;
}
