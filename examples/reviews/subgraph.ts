import 'reflect-metadata';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Configuration } from '../../config/schema';
import type { Database } from '../../platform/database/pool';
import { createExecutor } from '../../platform/graphql/execute';
import { internalSchema } from '../../platform/graphql/internal-schema';
import type { FieldRateLimits } from '../../platform/graphql/rate-limit';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { Subgraph } from '../../platform/graphql/subgraph';
import { reviewsContext } from './context';
import * as internalOperations from './internal';
import { internalRules } from './internal/callers';
import { reviewsMetrics } from './metrics';
import { publicSchema } from './public-schema';
import { reviewsStore } from './store';

export interface ReviewsOptions {
  readonly database: Database;
  readonly rateLimits: FieldRateLimits;
  readonly configuration: Pick<Configuration, 'limits'>;
  readonly logger: Logger;
  readonly registry: Registry;
}

const schemaOfCalls = internalSchema(internalOperations, internalRules);

export function reviewsSubgraph(options: ReviewsOptions): Subgraph {
  const { configuration, database, logger, rateLimits, registry } = options;
  const store = reviewsStore(database);
  const metrics = reviewsMetrics(registry);
  const createContext = (scope: RequestScope) => reviewsContext(scope, { store, metrics });
  const schema = publicSchema(rateLimits);
  const executing = { createContext, logger, registry };
  const answerLimits = configuration.limits.operation;
  return {
    name: 'reviews',
    execute: createExecutor({ schema, name: 'reviews', answerLimits, ...executing }),
    internal: createExecutor({ schema: schemaOfCalls(), name: 'reviews-internal', ...executing }),
    loadApi: async () => undefined,
    warmUp: async () => undefined,
    startWork: () => undefined,
    stop: () => store.close(),
  };
}
