import { z } from 'zod';
import { optionalText, text } from './values';

/**
 * The operations that a client may send; `registered` are those of the manifest, by id or exact
 * text.
 */
const policy = z.enum(['any', 'registered']);

const persistedOperationsSchema = z
  .strictObject({
    manifest: optionalText.describe(
      "file of registered operations; if not set, those of the project's own clients",
    ),
    default: policy.default('any').describe('what clients not named in `clients` may send'),
    clients: z
      .record(text, policy)
      .default({})
      .describe('what a client may send, by its apollographql-client-name'),
  })
  .prefault({});

export const graphqlSchema = z
  .strictObject({
    introspection: z
      .boolean()
      .optional()
      .describe('allows introspection; default off in production'),
    explorer: z.boolean().optional().describe('serves the explorer; default off in production'),
    persistedOperations: persistedOperationsSchema,
  })
  .prefault({});
