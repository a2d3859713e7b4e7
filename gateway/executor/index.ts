import '../../platform/config/telemetry-off';
import { ApolloGateway, type GatewayConfig } from '@apollo/gateway';
import type { ApolloServerOptions } from '@apollo/server';
import type { DocumentNode, GraphQLScalarType } from 'graphql';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { FeatureFlags } from '../../config/feature-flags';
import { flagSwitch } from '../../config/flag-switch';
import type { Configuration } from '../../config/schema';
import type { AnswerLimits } from '../../platform/graphql/answer-budget';
import type { Execute } from '../../platform/graphql/execute';
import type { GatewayContext } from '../http/exchange';
import { installInputTypes } from '../operation/input-types';
import type { ServedSchema } from '../served-schema';
import { withinLimits } from './answer-limit';
import type { CompiledResult } from './compiled/compile';
import { compiledExecutor } from './compiled/executor';
import { aliasesApart, withClientNames } from './compiled/hidden-names';
import { typesOf } from './compiled/types';
import { conditionsApart } from './conditional-fields';
import { withIntrospection } from './introspection';
import { planCache, plansBytesMax, plansMax } from './plan-cache';
import { demandFreeVariable } from './reserved-variable';
import { shadowReads } from './shadow-reads';
import { type SubgraphFetch, subgraphFetch } from './subgraph-fetch';
import { subgraphSource } from './subgraph-source';

type Gateway = NonNullable<ApolloServerOptions<GatewayContext>['gateway']>;

export interface ExecutorOptions {
  readonly supergraphSdl: string;
  readonly subgraphs: Readonly<Record<string, Execute>>;
  readonly executor: Configuration['gateway']['executor'];
  /** How many of a hundred reads by compiled operations @apollo/gateway executes again. */
  readonly shadowPercent: () => number;
  readonly answerLimits: AnswerLimits;
  /** The scalars whose values are checked before planning. Default: those of the shop. */
  readonly scalars?: readonly GraphQLScalarType[];
  /** Set to the schema of this supergraph, and answers introspection. */
  readonly served: ServedSchema;
  readonly flags: FeatureFlags;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Runs a compiled operation within the limits of answers. */
export type RunCompiled = (
  variables: Record<string, unknown>,
  context: GatewayContext,
) => Promise<CompiledResult>;

/** @returns null if @apollo/gateway has to plan or run the operation. */
export type FindCompiled = (
  queryHash: string,
  operationName: string | undefined,
) => RunCompiled | null;

export interface FederatedGateway {
  readonly gateway: Gateway;
  readonly findCompiled: FindCompiled;
}

type Fetches = Readonly<Record<string, SubgraphFetch>>;

/** @apollo/gateway composes, plans and defines the semantics. */
export function federatedGateway(options: ExecutorOptions): FederatedGateway {
  const fetches = Object.fromEntries(
    Object.entries(options.subgraphs).map(([name, execute]) => [
      name,
      subgraphFetch(name, execute, options),
    ]),
  );
  if (options.executor === 'apollo') {
    const apollo = apolloGateway(options, fetches, {
      experimental_didResolveQueryPlan: demandFreeVariable,
    });
    const gateway = withExecutor(apollo, options, (executor) => executor);
    return { gateway, findCompiled: () => null };
  }
  const compiled = compiledExecutor({
    dependencies: { fetches, isOfType: typesOf(options.supergraphSdl) },
    isOn: flagSwitch(options.flags, 'compiled-executor'),
    bytesMax: plansBytesMax,
    operationsMax: plansMax,
    comparison: shadowReads({ ...options, percent: options.shadowPercent }),
    logger: options.logger,
    registry: options.registry,
  });
  const apollo = apolloGateway(options, fetches, {
    experimental_didResolveQueryPlan: (planned) => {
      demandFreeVariable(planned);
      compiled.remember(planned);
    },
  });
  // Plans, types and fields of the previous supergraph.
  apollo.onSchemaLoadOrUpdate(compiled.clear);
  const findCompiled: FindCompiled = (queryHash, operationName) => {
    const run = compiled.find(queryHash, operationName);
    if (run === null) return null;
    return (variables, context) =>
      withinLimits(context, options.answerLimits, () => run(variables, context));
  };
  return { gateway: withExecutor(apollo, options, compiled.over), findCompiled };
}

function apolloGateway(
  options: ExecutorOptions,
  fetches: Fetches,
  more: GatewayConfig,
): ApolloGateway {
  const gateway = new ApolloGateway({
    ...more,
    supergraphSdl: options.supergraphSdl,
    // Its composition has validated it, and doing so again takes a tenth of a second at each start.
    validateSupergraph: false,
    // Any client could otherwise request query plans outside production.
    __exposeQueryPlanExperimental: false,
    queryPlannerConfig: { cache: planCache(options.registry) },
    logger: quietly(options.logger.child({ part: 'planner' })),
    buildService: ({ name }) => {
      const fetch = fetches[name];
      if (!fetch) throw new Error(`The supergraph names "${name}", which is not there.`);
      return subgraphSource(fetch);
    },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    installInputTypes(apiSchema, options.scalars);
    options.served.update(apiSchema);
  });
  return gateway;
}

type Executor = ApolloGateway['executor'];
type Result = ReturnType<Executor>;

/** The document of each request is rewritten once. */
function withRewritten(rewrite: (document: DocumentNode) => DocumentNode, run: Executor): Executor {
  const rewritten = new WeakMap<DocumentNode, DocumentNode>();
  return (request) => {
    const document = rewritten.get(request.document) ?? rewrite(request.document);
    rewritten.set(request.document, document);
    return run({ ...request, document });
  };
}

function withExecutor(
  apollo: ApolloGateway,
  options: ExecutorOptions,
  over: (apollo: Executor) => Executor,
): Gateway {
  const { answerLimits } = options;
  return {
    onSchemaLoadOrUpdate: (listener) => apollo.onSchemaLoadOrUpdate(listener),
    load: async (given) => {
      const { executor } = await apollo.load(given);
      const plannable = over(withClientNames(executor));
      const apart = aliasesApart(options.supergraphSdl);
      const rewrite = (document: DocumentNode) => apart(conditionsApart(document));
      const run = withIntrospection(withRewritten(rewrite, plannable), options);
      const limited: Executor = async (request) => {
        const { context } = request;
        return withinLimits(context as GatewayContext, answerLimits, () => run(request)) as Result;
      };
      return { executor: limited };
    },
    stop: () => apollo.stop(),
  };
}

/** Logs its start-up messages at debug level. */
function quietly(logger: Logger) {
  const say = (level: 'debug' | 'warn' | 'error') => (message?: unknown) =>
    logger[level](String(message));
  return { debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') };
}
