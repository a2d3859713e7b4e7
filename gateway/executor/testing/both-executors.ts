import '../../../platform/config/telemetry-off';
import { createHash } from 'node:crypto';
import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, Kind, parse } from 'graphql';
import { Registry } from 'prom-client';
import { afterAll, beforeAll } from 'vitest';
import { createLogger } from '../../../platform/telemetry/logger';
import { silentLogger as silent } from '../../../platform/testing/silent-logger';
import { newExchange } from '../../http/exchange';
import { type AnswerComparison, compiledExecutor } from '../compiled/executor';
import { aliasesApart, withClientNames } from '../compiled/hidden-names';
import type { PlannedOperation } from '../compiled/plan';
import { typesOf } from '../compiled/types';
import { demandFreeVariable } from '../reserved-variable';
import type { SubgraphFetch } from '../subgraph-fetch';
import { subgraphSource } from '../subgraph-source';
import { library } from './library';

type Executor = ApolloGateway['executor'];
type Request = Parameters<Executor>[0];

export interface Requests {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface BothExecutors {
  readonly schema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly fetches: Readonly<Record<string, SubgraphFetch>>;
  /** The subgraphs; a test may replace them between two queries. */
  subgraphs: Readonly<Record<string, SubgraphFetch>>;
  /** Called for each plan that @apollo/gateway makes. */
  remember: (planned: PlannedOperation) => void;
  readonly apollo: Executor;
  /** The document before it is planned. */
  readonly rewrite: (document: DocumentNode) => DocumentNode;
  /** @returns what @apollo/gateway and the compiled operation answer. */
  ask(
    asked: Requests,
  ): Promise<{ readonly apollo: ExecutionResult; readonly compiled: ExecutionResult }>;
  stop(): Promise<void>;
}

function composed(): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(library).map(([name, sdl]) => ({
      name,
      typeDefs: parse(sdl),
      url: `local://${name}`,
    })),
  );
  if (errors) throw new AggregateError(errors, 'does not compose');
  return supergraphSdl;
}

/** Whatever the keys are called, and in whichever order they stand. */
export const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, inner]) => [key, sorted(inner)])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
};

/** The request as Apollo Server passes it to an executor. */
export function requestOf({ query, variables, operationName }: Requests): Request {
  return {
    request: { variables, operationName },
    document: parse(query),
    queryHash: createHash('sha256').update(query).digest('hex'),
    context: { ...newExchange('r1', ''), exchange: newExchange('r1', '') },
    metrics: {},
  } as unknown as Request;
}

function plannable({ rewrite }: BothExecutors, asked: Requests): Request {
  const request = requestOf(asked);
  return { ...request, document: rewrite(request.document) };
}

interface Given {
  readonly isOn: () => boolean;
  /** Others than those that answer for the subgraphs. */
  readonly fetches?: BothExecutors['fetches'];
  readonly comparison?: AnswerComparison;
}

/** A compiled executor of its own over the same @apollo/gateway, and how often that has answered. */
export function compiledBy(both: BothExecutors, given: Given) {
  const { isOn, fetches = both.fetches, comparison } = given;
  const logged: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void logged.push(JSON.parse(line)) };
  const {
    remember,
    over,
    cachedBytes: bytesKept,
    clear,
  } = compiledExecutor({
    dependencies: { fetches, isOfType: typesOf(both.supergraphSdl) },
    isOn,
    bytesMax: 10_000_000,
    operationsMax: 1_000,
    ...(comparison && { comparison }),
    logger: createLogger({ level: 'error', pretty: false, name: 'test', destination }),
    registry: new Registry(),
  });
  const runs = { apollo: 0 };
  const plans = { made: 0 };
  const run = async (asked: Requests): Promise<ExecutionResult> => {
    both.remember = (planned) => {
      plans.made += 1;
      demandFreeVariable(planned);
      remember(planned);
    };
    return over(async (request) => {
      const answer = await both.apollo(request);
      runs.apollo += 1;
      return answer;
    })(plannable(both, asked));
  };
  return { logged, runs, plans, run, bytesKept, clear };
}

/**
 * A subgraph that does not say which interface its entities have. @apollo/gateway lets the name that
 * an `@interfaceObject` gives replace that of the type, if its answer comes last.
 */
function withoutInterfaces(fetch: SubgraphFetch, supergraphSdl: string): SubgraphFetch {
  const interfaces = parse(supergraphSdl).definitions.flatMap((definition) =>
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION ? [definition.name.value] : [],
  );
  return async (request, context) => {
    const { data, ...rest } = await fetch(request, context);
    const { _entities: entities } = data ?? {};
    if (!Array.isArray(entities)) return { data, ...rest };
    const unnamed = entities.map((entity) => {
      const { __typename: name, ...fields } = entity ?? {};
      return interfaces.includes(name) ? fields : entity;
    });
    return { data: { ...data, _entities: unnamed }, ...rest };
  };
}

async function load(both: BothExecutors): Promise<void> {
  const supergraphSdl = composed();
  const reach =
    (name: string): SubgraphFetch =>
    async (request, context) => {
      const fetch = both.subgraphs[name];
      if (!fetch) throw new Error(`Nobody answers for ${name}.`);
      return fetch(request, context);
    };
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => subgraphSource(withoutInterfaces(reach(name), supergraphSdl)),
    experimental_didResolveQueryPlan: (planned) => both.remember(planned),
    logger: silent,
  });
  const { schema, executor } = await gateway.load();
  const loaded: BothExecutors = {
    schema,
    supergraphSdl,
    fetches: Object.fromEntries(Object.keys(library).map((name) => [name, reach(name)])),
    subgraphs: {},
    remember: () => undefined,
    apollo: withClientNames(executor),
    rewrite: aliasesApart(supergraphSdl),
    ask: async (asked) => {
      const { run, runs, bytesKept } = compiledBy(both, { isOn: () => true });
      both.remember = demandFreeVariable;
      const apollo = await both.apollo(plannable(both, asked));
      const compiled = await run(asked);
      // What needs no fetch is not kept.
      if (runs.apollo !== 0 && bytesKept() > 0) throw new Error('It was not compiled.');
      return { apollo, compiled };
    },
    stop: () => gateway.stop(),
  };
  Object.assign(both, loaded);
}

/** One graph for the tests of a file, run in both ways, by the code that the gateway runs. */
export function executorsForFile(): BothExecutors {
  const both = {} as BothExecutors;
  beforeAll(() => load(both));
  afterAll(() => both.stop());
  return both;
}
