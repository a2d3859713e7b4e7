import { Registry } from 'prom-client';
import type { Role } from '../../../access/roles';
import { parseConfiguration } from '../../../config/schema';
import type { Execute } from '../../../platform/graphql/execute';
import { fieldRateLimits } from '../../../platform/graphql/rate-limit';
import type { Viewer } from '../../../platform/requests/viewer';
import { createTestDatabase } from '../../../platform/testing/database';
import { asPermittedCaller } from '../../../platform/testing/permitted-caller';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../platform/values/uuid';
import { internalCallers } from '../internal/callers';
import { reviewsSubgraph } from '../subgraph';

const person = (role: Role): Viewer => ({
  kind: 'user',
  userId: uuidV7(),
  roles: [role],
  generation: 0,
  address: '192.0.2.1',
});
export const customer = person('CUSTOMER');
export const support = person('SUPPORT');
const system: Viewer = { kind: 'system', cause: 'test' };

export interface GivenReview {
  readonly sku: string;
  readonly stars: number;
  readonly text: string;
  readonly isHidden?: boolean;
}

/** The whole room on a database of its own. */
export async function reviewsRoom() {
  const { pool, drop } = await createTestDatabase('reviews');
  const { execute, internal } = reviewsSubgraph({
    database: pool,
    rateLimits: fieldRateLimits(null, {}),
    configuration: parseConfiguration({}),
    logger,
    registry: new Registry(),
  });
  const run =
    (ask: Execute) =>
    async (viewer: Viewer, query: string, variables: Record<string, unknown> = {}) => {
      const scope = { viewer, requestId: 'test', signal: AbortSignal.timeout(20_000) };
      const { data, errors = [] } = await ask({ query, variables }, scope);
      if (errors[0]) throw errors[0];
      // The answer is serialized as in a response, because resolvers return objects without a
      // prototype.
      return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
    };
  const callInternal = run(asPermittedCaller(internal, internalCallers));
  return {
    ask: run(execute),
    call: (query: string, variables: Record<string, unknown>) =>
      callInternal(system, query, variables),

    /** @returns its id. */
    async given({ sku, stars, text, isHidden = false }: GivenReview): Promise<string> {
      const id = uuidV7();
      await pool.query(
        'INSERT INTO reviews (id, sku, stars, text, is_hidden) VALUES ($1, $2, $3, $4, $5)',
        [id, sku, stars, text, isHidden],
      );
      return id;
    },

    close: () => drop(),
  };
}
