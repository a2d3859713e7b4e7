import '../../platform/config/telemetry-off';
import { ApolloGateway } from '@apollo/gateway';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Execute } from '../../platform/graphql/execute';
import { installScalars } from '../variables';
import { planCache } from './plan-cache';
import { subgraphSource } from './subgraph-source';

export interface ExecutorOptions {
  readonly supergraphSdl: string;
  readonly subgraphs: Readonly<Record<string, Execute>>;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Composition, plans and the meaning of Federation are those of @apollo/gateway. */
export function federatedGateway(options: ExecutorOptions): ApolloGateway {
  const logger = options.logger.child({ part: 'planner' });
  const gateway = new ApolloGateway({
    supergraphSdl: options.supergraphSdl,
    // Anybody could ask for the plan of an operation otherwise, outside production.
    __exposeQueryPlanExperimental: false,
    queryPlannerConfig: { cache: planCache(options.registry) },
    logger: quietly(logger),
    buildService: ({ name }) => {
      const execute = options.subgraphs[name];
      if (!execute) throw new Error(`The supergraph names "${name}", which is not there.`);
      return subgraphSource(name, execute, options);
    },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => installScalars(apiSchema));
  return gateway;
}

/** Its greeting says what every start does; that belongs into the details. */
function quietly(logger: Logger) {
  const say = (level: 'debug' | 'warn' | 'error') => (message?: unknown) =>
    logger[level](String(message));
  return { debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') };
}
