import type { ApolloGateway } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { lookupRecorder } from '../../../platform/telemetry/cache-lookups';
import { treeBytes } from '../../../platform/values/heap-bytes';
import type { GatewayContext } from '../../http/exchange';
import { type CompiledOperation, type CompiledResult, compile } from './compile';
import type { FetchDependencies } from './fetch';
import type { PlannedOperation } from './plan';

type ApolloExecutor = ApolloGateway['executor'];
type Request = Parameters<ApolloExecutor>[0];
type Result = Awaited<ReturnType<ApolloExecutor>>;

/** What a compiled operation has answered. */
export interface CompiledAnswer {
  readonly operationContext: PlannedOperation['operationContext'];
  readonly queryHash: string;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
  readonly context: GatewayContext;
  readonly result: CompiledResult;
  /** Executes it once more, as it was. */
  again(context: GatewayContext): Promise<CompiledResult | null>;
  /** Executes it by @apollo/gateway. */
  readonly apollo: ApolloExecutor;
}

/** Compares some of the answers with those of @apollo/gateway. */
export interface AnswerComparison {
  /** Whether the answer that is there now is one of them. */
  isDue(): boolean;
  compare(answer: CompiledAnswer): void;
}

export interface CompiledExecutorOptions {
  readonly dependencies: FetchDependencies;
  /** Whether compiled operations are enabled. */
  readonly isOn: () => boolean;
  /** Heap limit for all cached operations. */
  readonly bytesMax: number;
  /** Maximum number of cached operations. */
  readonly operationsMax: number;
  readonly comparison?: AnswerComparison;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface CompiledExecutor {
  /**
   * Call for each plan, before it is executed.
   * @throws to `over`, where the compiled operation runs instead.
   */
  remember(planned: PlannedOperation): void;
  /** @returns how to run an operation that is compiled already; null if it is not. */
  find(queryHash: string, operationName: string | undefined): RunKnown | null;
  /** @param apollo plans, and runs operations that are not compiled. */
  over(apollo: ApolloExecutor): ApolloExecutor;
  /** Drops everything: call when the supergraph changes. */
  clear(): void;
  /** Estimated heap used by all cached operations. */
  cachedBytes(): number;
}

/** The variables are coerced in the exchange of the context. */
type RunKnown = (
  variables: Record<string, unknown>,
  context: GatewayContext,
) => Promise<CompiledResult>;

type Planned = Pick<PlannedOperation, 'queryPlan' | 'operationContext'>;

interface CachedOperation {
  /** The plan without references to the request that it was planned for. */
  readonly planned: Planned;
  /** Heap used by the plan and the operation. */
  readonly planBytes: number;
  compiledFunctions: number;
  /** Null if @apollo/gateway must run it. */
  compiled?: CompiledOperation | null;
}

interface Identity {
  readonly queryHash: string;
  readonly operationName: string | undefined;
}

const keyFor = (queryHash: string | undefined, operationName: string | undefined): string =>
  `${queryHash} ${operationName ?? ''}`;

const keyOf = ({ queryHash, request }: Request): string => keyFor(queryHash, request.operationName);

/** Measured: a field of an answer is one to three closures with their share of lists and maps. */
const functionBytes = 600;
/** Overhead of a cache entry and the fetching functions. */
const entryBytes = 4_000;

const bytesOf = ({ planBytes, compiledFunctions }: CachedOperation): number =>
  entryBytes + planBytes + compiledFunctions * functionBytes;

/**
 * Drops tokens and locations, which are most of a parsed document, and the text itself, which names
 * longer than twelve characters would keep alive as slices. A fragment may be called `loc`, too: it
 * has a kind, which a location has not.
 */
function withoutLocations<Tree>(tree: Tree): Tree {
  const copied = JSON.stringify(tree, (key, value) =>
    key === 'loc' && value?.kind === undefined ? undefined : value,
  );
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

/** Leaves @apollo/gateway as soon as it has a plan. One instance, because stacks are expensive. */
const planIsReady = new Error('The compiled operation runs instead.');

/**
 * Runs an operation as a function compiled from its plan. @apollo/gateway plans it at the first
 * request, but shapes a large answer several times as slowly as the compiled operation does.
 */
export function compiledExecutor(options: CompiledExecutorOptions): CompiledExecutor {
  const { dependencies, isOn, bytesMax, operationsMax, comparison, logger, registry } = options;
  const recordLookup = lookupRecorder(registry, 'plans');
  const cache = new LRUCache<string, CachedOperation>({
    max: operationsMax,
    maxSize: bytesMax,
    sizeCalculation: bytesOf,
  });

  const compiledOf = (entry: CachedOperation): CompiledOperation | null => {
    const { planned, compiled } = entry;
    if (compiled !== undefined) return compiled;
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

  /** Requests that @apollo/gateway only plans, each with its operation once that is planned. */
  const planning = new WeakMap<Request, CachedOperation | null>();

  const cached = (planned: PlannedOperation): CachedOperation => {
    const key = keyOf(planned.requestContext);
    const known = cache.get(key);
    if (known) return known;
    const operation = cacheEntryOf(planned);
    cache.set(key, operation);
    return operation;
  };

  const isCompiled = (operation: CachedOperation): boolean => {
    operation.compiled = compiledOf(operation);
    return operation.compiled !== null;
  };

  /** Plans, and runs what is not compiled; null until the supergraph is loaded. */
  let stock: ApolloExecutor | null = null;

  const execute = async (
    key: string,
    operation: CachedOperation,
    ...args: Parameters<CompiledOperation>
  ): Promise<CompiledResult | null> => {
    const { compiled, compiledFunctions } = operation;
    if (!compiled) return null;
    const running: Promise<CompiledResult | null> = compiled(...args);
    const result = await running;
    countCompiled(key, operation, compiledFunctions);
    return result;
  };

  /** @returns null if @apollo/gateway must run it, for its errors. */
  const run = async (
    { queryHash, operationName }: Identity,
    operation: CachedOperation,
    ...[variables, context]: Parameters<CompiledOperation>
  ): Promise<CompiledResult | null> => {
    const key = keyFor(queryHash, operationName);
    const result = await execute(key, operation, variables, context);
    if (result !== null && stock !== null && comparison?.isDue()) {
      const { operationContext } = operation.planned;
      const again = (shadow: GatewayContext) => execute(key, operation, variables, shadow);
      comparison.compare({
        operationContext,
        queryHash,
        operationName,
        variables,
        context,
        result,
        again,
        apollo: stock,
      });
    }
    return result;
  };

  const runRequest = async (request: Request, operation: CachedOperation) => {
    const { variables = {}, operationName } = request.request;
    const { queryHash = '' } = request;
    const running: Promise<unknown> = run(
      { queryHash, operationName },
      operation,
      variables,
      request.context as GatewayContext,
    );
    return (await running) as Result | null;
  };

  const planAndRun = async (apollo: ApolloExecutor, request: Request): Promise<Result> => {
    planning.set(request, null);
    try {
      return await apollo(request);
    } catch (error) {
      const operation = planning.get(request);
      if (error !== planIsReady || !operation) throw error;
      planning.delete(request);
      return (await runRequest(request, operation)) ?? apollo(request);
    }
  };

  return {
    cachedBytes: () => cache.calculatedSize,
    clear: () => cache.clear(),
    remember: (planned) => {
      // Operations without fetches are cheap, and clients can create any number of them.
      if (planned.queryPlan.node === undefined) return;
      const operation = cached(planned);
      const { requestContext } = planned;
      if (!planning.has(requestContext) || !isCompiled(operation)) return;
      planning.set(requestContext, operation);
      throw planIsReady;
    },
    find: (queryHash, operationName) => {
      if (!isOn()) return null;
      const key = keyFor(queryHash, operationName);
      const operation = cache.get(key);
      if (!operation || !isCompiled(operation)) return null;
      return async (variables, context) => {
        const result = await run({ queryHash, operationName }, operation, variables, context);
        if (result === null) throw new Error('The variables were not coerced.');
        recordLookup(true);
        return result;
      };
    },
    over: (apollo) => {
      stock = apollo;
      return async (request) => {
        if (!isOn()) return apollo(request);
        const operation = cache.get(keyOf(request));
        if (!operation) return planAndRun(apollo, request);
        const result = isCompiled(operation) ? await runRequest(request, operation) : null;
        if (result === null) return apollo(request);
        recordLookup(true);
        return result;
      };
    },
  };
}
