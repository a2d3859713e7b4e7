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
  /** Whether compiled operations are enabled. */
  readonly isOn: () => boolean;
  /** Heap limit for all cached operations. */
  readonly bytesMax: number;
  /** Maximum number of cached operations. */
  readonly operationsMax: number;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface CompiledExecutor {
  /** Call for each plan: later requests for the operation run compiled. */
  remember(planned: PlannedOperation): void;
  /** @param apollo plans, and runs operations that are not compiled. */
  over(apollo: ApolloExecutor): ApolloExecutor;
  /** Estimated heap used by all cached operations. */
  cachedBytes(): number;
}

type Planned = Pick<PlannedOperation, 'queryPlan' | 'operationContext'>;

interface CachedOperation {
  /** Without references to the request that it was planned for. */
  readonly planned: Planned;
  /** Heap used by the plan and the operation. */
  readonly planBytes: number;
  compiledFunctions: number;
  /** Undefined until the second request; null if @apollo/gateway must run it. */
  compiled?: CompiledOperation | null;
}

const keyOf = ({ queryHash, request }: Request): string =>
  `${queryHash} ${request.operationName ?? ''}`;

/** Measured: a field of an answer is one to three closures with their share of lists and maps. */
const functionBytes = 600;
/** Overhead of a cache entry and the fetching functions. */
const entryBytes = 4_000;

const bytesOf = ({ planBytes, compiledFunctions }: CachedOperation): number =>
  entryBytes + planBytes + compiledFunctions * functionBytes;

/**
 * Drops tokens and locations, which are most of a parsed document, and the text itself, which names
 * longer than twelve characters would keep alive as slices.
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
 * Runs an operation as a function compiled from its plan, from its second request on. At the first,
 * @apollo/gateway plans and runs it.
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
      logger.error({ err: error, operation }, 'compiling an operation failed');
      return null;
    }
  };

  /** Updates the size of the entry, unless it was evicted or replaced. */
  const countCompiled = (key: string, entry: CachedOperation, functionsBefore: number): void => {
    if (entry.compiledFunctions === functionsBefore || cache.peek(key) !== entry) return;
    cache.delete(key);
    cache.set(key, entry);
  };

  return {
    cachedBytes: () => cache.calculatedSize,
    remember: ({ queryPlan, operationContext, requestContext }) => {
      const key = keyOf(requestContext);
      // Operations without fetches are cheap, and clients can create any number of them.
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
