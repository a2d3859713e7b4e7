import '../../platform/process/node-version';
import 'reflect-metadata';
import { internalCall } from '../../config/process/internal-call';
import { subgraphProcess } from '../../config/process/subgraph-process';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { runSubgraphProcess } from '../../platform/remote/subgraph-process';
import { reviewsSubgraph } from './subgraph';

/** Reviews as a process of its own. */
void runSubgraphProcess({
  ...subgraphProcess('reviews'),
  accounts: (parts) => internalCall(parts, 'users'),
  compose: (parts) => reviewsSubgraph({ ...parts, rateLimits: fieldRateLimits(parts, {}) }),
});
