import { z } from 'zod';

/** `registered`: only what stands in the manifest, by its id or to the letter. */
const policy = z.enum(['any', 'registered']);

const persistedOperationsSchema = z
  .strictObject({
    manifest: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe("file of registered operations; without one those of the project's own clients"),
    default: policy.default('any').describe('what clients that are not named below may send'),
    clients: z
      .record(z.string().min(1), policy)
      .default({})
      .describe('what a client may send, by its apollographql-client-name'),
  })
  .prefault({});

export const graphqlSchema = z
  .strictObject({
    introspection: z.boolean().optional().describe('on outside production'),
    explorer: z.boolean().optional().describe('on outside production'),
    persistedOperations: persistedOperationsSchema,
  })
  .prefault({});
