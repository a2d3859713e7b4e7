import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import { flagSwitch } from '../config/flag-switch';
import type { Configuration } from '../config/schema';
import { readsReplicas } from '../config/schema/replicas';
import type { Bus } from '../platform/events/bus';
import { msPerSecond } from '../platform/values/time';
import { type ExecutorOptions, type FederatedGateway, federatedGateway } from './executor';
import { KeptAnswers } from './fast-path/kept-answers';
import { knownOperations } from './fast-path/known-operations';
import { runKnown } from './fast-path/run-known';
import type { GatewayContext } from './http/exchange';
import { operationAdmission } from './operation/admission';
import { publicAnswers } from './operation/cache-policy';
import { type ChecksOptions, operationChecks } from './operation/checks';
import { operationDocuments } from './operation/documents';
import { EncodedAnswers } from './operation/encoded-answers';
import { type ErrorFormat, errorFormat } from './operation/error-format';
import type { PersistedOperations } from './operation/persisted-operations';
import { operationPipeline } from './operation/pipeline';

export interface OperationRunnersOptions
  extends Omit<ExecutorOptions, 'executor' | 'shadowPercent' | 'answerLimits'>,
    Pick<ChecksOptions, 'limits' | 'display' | 'registered' | 'rates' | 'viewerOf' | 'metrics'> {
  readonly configuration: Configuration;
  readonly persisted: PersistedOperations;
  /** Notifications of changed products; without it, answers are kept for their lifetime. */
  readonly bus?: Bus;
}

/** The two ways to run an operation: Apollo Server runs any, and makes it known to the fast path. */
export function operationRunners(options: OperationRunnersOptions) {
  const { configuration, served, persisted, limits, logger } = options;
  const { introspection } = configuration.graphql;
  const { gateway, findCompiled } = federatedGateway({
    ...options,
    executor: configuration.gateway.executor,
    shadowPercent: () => configuration.gateway.shadowPercent,
    answerLimits: configuration.limits.operation,
  });
  const answers = new EncodedAnswers();
  const { cache } = configuration;
  const { lagSecondsMax } = configuration.database.replicas;
  const replicas = { isRead: readsReplicas(configuration.database), lagSecondsMax };
  const kept = new KeptAnswers({
    settings: cache,
    readLagMs: replicas.isRead ? lagSecondsMax * msPerSecond : 0,
    isOn: flagSwitch(options.flags, 'kept-answers'),
    bus: options.bus,
    logger,
    registry: options.registry,
  });
  const freshnessOf = publicAnswers();
  const admit = operationAdmission(configuration.limits, options.registry);
  const onMutation = kept.wrote;
  const checks = operationChecks({ ...options, admit, cache, freshnessOf, onMutation, replicas });
  const documents = operationDocuments({ limits, introspection });
  const format = errorFormat(options.display);
  const apollo = apolloServer({ gateway, answers, format, cache: persisted.cache, logger });
  apollo.addPlugin(operationPipeline({ checks, documents, answers }));
  return {
    apollo,
    findKnown: knownOperations({ served, documents, persisted, findCompiled }),
    run: runKnown({ checks, format, freshnessOf, kept }),
    stop: async () => {
      kept.stop();
      await apollo.stop();
    },
  };
}

interface ApolloServerOptions extends Pick<FederatedGateway, 'gateway'> {
  readonly answers: EncodedAnswers;
  readonly format: ErrorFormat;
  readonly cache: PersistedOperations['cache'];
  readonly logger: Logger;
}

function apolloServer({ gateway, answers, format, cache, logger }: ApolloServerOptions) {
  return new ApolloServer<GatewayContext>({
    gateway,
    // The pipeline parses, validates and caches documents.
    documentStore: null,
    stringifyResult: answers.stringify,
    includeStacktraceInErrorResponses: false,
    // routes/graphql.ts decides, because urql's GET requests are blocked by Apollo Server.
    csrfPrevention: false,
    allowBatchedHttpRequests: false,
    // The process handles signals, because it stops more than this server.
    stopOnTerminationSignals: false,
    persistedQueries: { cache },
    formatError: format,
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}
