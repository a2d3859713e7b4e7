import type { ApolloGateway } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { lookupRecorder } from '../../../platform/telemetry/cache-lookups';
import { treeBytes } from '../../../platform/values/heap-bytes';
import type { GatewayContext } from '../../http/exchange';
import { asksForSchema, type CompiledOperation, compile } from './compile';
import type { FetchDependencies } from './fetch';
import type { PlannedOperation } from './plan';

type ApolloExecutor = ApolloGateway['executor'];
type Request = Parameters<ApolloExecutor>[0];
type Result = Awaited<ReturnType<ApolloExecutor>>;

export interface CompiledExecutorOptions {
  readonly dependencies: FetchDependencies;
  /** Whether compiled operations are run just now. */
  readonly isOn: () => boolean;
  /** Of the heap, for all that is remembered of operations. */
  readonly bytesMax: number;
  /** Operations that are remembered at most. */
  readonly operationsMax: number;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface CompiledExecutor {
  /** To be told of each plan: what is asked for again runs compiled. */
  remember(planned: PlannedOperation): void;
  /** @param apollo runs what is not compiled, and makes its plan. */
  over(apollo: ApolloExecutor): ApolloExecutor;
  /** Of the heap, as calculated, for all that is remembered. */
  cachedBytes(): number;
}

type Planned = Pick<PlannedOperation, 'queryPlan' | 'operationContext'>;

interface CachedOperation {
  /** Nothing of the request that it was planned for. */
  readonly planned: Planned;
  /** Of the heap: the plan and the operation, and what was compiled of them so far. */
  readonly planBytes: number;
  compiledFunctions: number;
  /** Undefined until it is asked for a second time; null where @apollo/gateway has to run it. */
  compiled?: CompiledOperation | null;
}

const keyOf = ({ queryHash, request }: Request): string =>
  `${queryHash} ${request.operationName ?? ''}`;

/** Measured: a field of an answer is a closure or three, and its share of lists and maps. */
const functionBytes = 600;
/** What the cache, an entry of it and the functions that fetch take besides. */
const entryBytes = 4_000;

const bytesOf = ({ planBytes, compiledFunctions }: CachedOperation): number =>
  entryBytes + planBytes + compiledFunctions * functionBytes;

/**
 * Without tokens and locations, which are most of a parsed document, and without the text itself,
 * which a name longer than twelve characters would keep as a slice of it.
 */
function withoutLocations<Tree>(tree: Tree): Tree {
  const copied = JSON.stringify(tree, (key, value) => (key === 'loc' ? undefined : value));
  return JSON.parse(copied) as Tree;
}

function cacheEntryOf({ queryPlan, operationContext }: Planned): CachedOperation {
  const { schema, operation, fragments } = operationContext;
  const trees = withoutLocations({ operation, fragments });
  return {
    planned: { queryPlan, operationContext: { schema, ...trees } },
    planBytes: treeBytes(queryPlan) + treeBytes(trees),
    compiledFunctions: 0,
  };
}

/**
 * Runs an operation as a function that was made of its plan, from the second time on that it is
 * asked for. The first time @apollo/gateway plans and runs it.
 */
export function compiledExecutor(options: CompiledExecutorOptions): CompiledExecutor {
  const { dependencies, isOn, bytesMax, operationsMax, logger, registry } = options;
  const recordLookup = lookupRecorder(registry, 'plans');
  const cache = new LRUCache<string, CachedOperation>({
    max: operationsMax,
    maxSize: bytesMax,
    sizeCalculation: bytesOf,
  });

  const compiledOf = (entry: CachedOperation): CompiledOperation | null => {
    const { planned, compiled } = entry;
    if (compiled !== undefined) return compiled;
    if (asksForSchema(planned.operationContext)) return null;
    try {
      return compile(planned, dependencies, (functions) => {
        entry.compiledFunctions += functions;
      });
    } catch (error) {
      const operation = planned.operationContext.operation.name?.value;
      logger.error({ err: error, operation }, 'an operation could not be compiled');
      return null;
    }
  };

  /** What was compiled meanwhile counts, unless the operation has been forgotten or replaced. */
  const countCompiled = (key: string, entry: CachedOperation, functionsBefore: number): void => {
    if (entry.compiledFunctions === functionsBefore || cache.peek(key) !== entry) return;
    cache.delete(key);
    cache.set(key, entry);
  };

  return {
    cachedBytes: () => cache.calculatedSize,
    remember: ({ queryPlan, operationContext, requestContext }) => {
      const key = keyOf(requestContext);
      // What is answered without a fetch costs little, and anybody can make any number of it.
      if (queryPlan.node === undefined || cache.has(key)) return;
      cache.set(key, cacheEntryOf({ queryPlan, operationContext }));
    },
    over: (apollo) => async (request) => {
      const key = keyOf(request);
      const operation = isOn() ? cache.get(key) : undefined;
      if (!operation) return apollo(request);
      const { compiledFunctions } = operation;
      operation.compiled = compiledOf(operation);
      if (!operation.compiled) return apollo(request);
      const { variables = {} } = request.request;
      const result = await operation.compiled(variables, request.context as GatewayContext);
      countCompiled(key, operation, compiledFunctions);
      if (result === null) return apollo(request);
      recordLookup(true);
      return result as Result;
    },
  };
}
