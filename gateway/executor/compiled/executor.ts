import type { ApolloGateway } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { cacheRequests } from '../../../platform/telemetry/cache-requests';
import type { GatewayContext } from '../../exchange';
import { asksForSchema, type CompiledOperation, compile } from './compile';
import type { FetchParts } from './fetch';
import type { PlannedOperation } from './plan';

type ApolloExecutor = ApolloGateway['executor'];
type Request = Parameters<ApolloExecutor>[0];
type Result = Awaited<ReturnType<ApolloExecutor>>;

export interface CompiledExecutorOptions {
  readonly parts: FetchParts;
  /** Whether compiled operations are run just now. */
  readonly isOn: () => boolean;
  /** Of the plans that are kept for it, as JSON. */
  readonly bytesMax: number;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface CompiledExecutor {
  /** To be told of each plan: what is asked for again runs compiled. */
  remember(planned: PlannedOperation): void;
  /** @param apollo runs what is not compiled, and makes its plan. */
  over(apollo: ApolloExecutor): ApolloExecutor;
}

interface Known {
  /** Nothing of the request that it was planned for. */
  readonly planned: Pick<PlannedOperation, 'queryPlan' | 'operationContext'>;
  /** Undefined until it is asked for a second time; null where @apollo/gateway has to run it. */
  compiled?: CompiledOperation | null;
}

const keyOf = ({ queryHash, request }: Request): string =>
  `${queryHash} ${request.operationName ?? ''}`;

const bytesOf = ({ planned }: Known): number =>
  Buffer.byteLength(JSON.stringify(planned.queryPlan));

/**
 * Runs an operation as a function that was made of its plan, from the second time on that it is
 * asked for. The first time @apollo/gateway plans and runs it.
 */
export function compiledExecutor(options: CompiledExecutorOptions): CompiledExecutor {
  const { parts, isOn, bytesMax, logger, registry } = options;
  const asked = cacheRequests(registry, 'plans');
  const known = new LRUCache<string, Known>({ maxSize: bytesMax, sizeCalculation: bytesOf });

  const compiledOf = ({ planned, compiled }: Known): CompiledOperation | null => {
    if (compiled !== undefined) return compiled;
    if (asksForSchema(planned.operationContext)) return null;
    try {
      return compile(planned, parts);
    } catch (error) {
      const operation = planned.operationContext.operation.name?.value;
      logger.error({ err: error, operation }, 'an operation could not be compiled');
      return null;
    }
  };

  return {
    remember: ({ queryPlan, operationContext, requestContext }) => {
      const key = keyOf(requestContext);
      if (!known.has(key)) known.set(key, { planned: { queryPlan, operationContext } });
    },
    over: (apollo) => async (request) => {
      const operation = isOn() ? known.get(keyOf(request)) : undefined;
      if (!operation) return apollo(request);
      operation.compiled = compiledOf(operation);
      if (!operation.compiled) return apollo(request);
      asked(true);
      const { variables = {} } = request.request;
      return (await operation.compiled(variables, request.context as GatewayContext)) as Result;
    },
  };
}
