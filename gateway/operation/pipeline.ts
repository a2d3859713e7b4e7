import type {
  ApolloServerPlugin,
  GraphQLRequestContext,
  GraphQLRequestContextDidResolveOperation,
  GraphQLRequestContextWillSendResponse,
} from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { Configuration } from '../../config/schema';
import { rateLimited } from '../../platform/graphql/errors';
import { loggedName, loggedPath, loggedText } from '../../platform/telemetry/logged-text';
import {
  codeOf,
  type ErrorDisplay,
  faultSentence,
  gatewayError,
  type InvalidOperation,
  isVariableError,
  limitErrors,
  maskError,
  retryAfterSeconds,
  shownCodeOf,
  statusOf,
} from '../errors';
import type { Charge, Exchange, GatewayContext, RateCount } from '../http/exchange';
import type { Viewers } from '../identity/viewer';
import { executionErrorsMax, type OperationLimits } from '../limits';
import type { GatewayMetrics } from '../metrics';
import { allowCaching } from './cache-policy';
import { chargeOf, costOf, demandAffordable, operationMeasures } from './cost';
import { declaredVariables } from './declared-variables';
import { operationDocuments } from './documents';
import type { EncodedAnswers } from './encoded-answers';
import type { PersistedOperations } from './persisted-operations';
import { chargeAnswer, countRequest } from './rate-gate';
import { oneRequest, type RateLimit } from './rate-limit';
import { readDocument, readVariables } from './read-operation';
import type { RegisteredOperations } from './registered-operations';
import { ignoreToken, isSessionOperation } from './session-operations';

type Resolved = GraphQLRequestContextDidResolveOperation<GatewayContext>;
type Sending = GraphQLRequestContextWillSendResponse<GatewayContext>;
type Shown = ReturnType<typeof maskError>;

export interface PipelineOptions {
  readonly limits: OperationLimits;
  readonly introspection: boolean;
  readonly display: ErrorDisplay;
  readonly registered: Pick<RegisteredOperations, 'demandHash'>;
  readonly rates: RateLimit;
  readonly viewerOf: Viewers['of'];
  readonly persisted: Pick<PersistedOperations, 'keep'>;
  readonly metrics: GatewayMetrics;
  readonly cache: Configuration['cache'];
  readonly answers: EncodedAnswers;
  readonly logger: Logger;
}

/** Formats an error for the response; the request id is added when it is sent. */
export function errorFormat(display: ErrorDisplay) {
  return (formatted: GraphQLFormattedError, raw: unknown): GraphQLFormattedError => {
    const error =
      raw instanceof GraphQLError && isVariableError(raw)
        ? { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_USER_INPUT' } }
        : formatted;
    return maskError(error, display);
  };
}

type ErrorFormat = ReturnType<typeof errorFormat>;

/** The checks of an operation between its text and the planner, and the completion of its response. */
export function operationPipeline(options: PipelineOptions): ApolloServerPlugin<GatewayContext> {
  const { limits, introspection, display, registered, rates, persisted, metrics, logger } = options;
  const { answers, viewerOf } = options;
  const documents = operationDocuments({ limits, introspection });
  const format = errorFormat(display);
  const measureOf = operationMeasures();
  const cacheAnswer = allowCaching(options.cache);

  const count = async (context: GraphQLRequestContext<GatewayContext>, charge: Charge) => {
    const { viewer, exchange } = context.contextValue;
    const counted = await countRequest(rates, exchange, charge);
    const { headers } = context.response.http;
    for (const [name, value] of Object.entries(counted.headers)) headers.set(name, value);
    if (!counted.allowed) metrics.rateLimited(viewer.kind);
    return counted;
  };

  /** @throws UNAUTHENTICATED if a credential is invalid and the operation is not about a session. */
  const demandCredentials = async (context: Resolved): Promise<void> => {
    const { schema, document, operation, request, contextValue } = context;
    const { exchange } = contextValue;
    const isValid = exchange.invalid === null && operation !== undefined;
    if (isValid && isSessionOperation(measureOf(schema, document, operation))) {
      const headers = Object.fromEntries(request.http?.headers ?? []);
      await ignoreToken(exchange, viewerOf, headers);
      contextValue.viewer = exchange.viewer;
    } else if (exchange.refusedCredential !== null) {
      exchange.invalid = null;
      throw exchange.refusedCredential;
    }
  };

  /** Whether the operation was checked before, as a subscription. @throws errors of both */
  const isAdmitted = async (context: Resolved): Promise<boolean> => {
    const { exchange } = context.contextValue;
    if (!exchange.admitted) await demandCredentials(context);
    if (exchange.invalid) throw exchange.invalid.errors[0];
    return exchange.admitted;
  };

  const enter = async (context: Resolved): Promise<void> => {
    const { schema, document, operation, request, contextValue } = context;
    const { exchange } = contextValue;
    if (await isAdmitted(context)) return;
    if (exchange.registeredOnly) registered.demandHash(context.queryHash);
    if (!operation) {
      const message = 'Name one of the operations of the document in `operationName`.';
      throw gatewayError('OPERATION_RESOLUTION_FAILURE', message);
    }
    exchange.operation = { type: operation.operation, name: loggedName(operation.name?.value) };
    const found = measureOf(schema, document, operation);
    const sent = request.variables ?? {};
    const cost = costOf(operation, found, sent, limits);
    exchange.cost = cost;
    demandAffordable(found, cost, limits);
    const counted = await count(context, chargeOf(found, cost, sent));
    if (!counted.allowed) throw rateLimited(counted.retryAfterSeconds);
    request.variables = declaredVariables(operation, sent);
    readVariables(schema, document, operation, request.variables, exchange);
    if (context.metrics.persistedQueryRegister) {
      await persisted.keep(context.queryHash, context.source, contextValue.viewer);
    }
  };

  const leave = async (context: Sending): Promise<void> => {
    const { exchange } = context.contextValue;
    // Requests that fail before they are counted cost one point: attempts are not free.
    const counted = exchange.counted ? null : await count(context, oneRequest);
    if (exchange.invalid) showAll(context, exchange.invalid, format);
    const isRefusedCredential = context.errors?.[0]?.extensions.code === 'UNAUTHENTICATED';
    if (counted?.allowed === false && !isRefusedCredential)
      refuseInstead(context, counted, display);
    chargeAnswer(rates, exchange);
    completeAnswer(context, { display, logger });
    cacheAnswer(context);
    expectAnswer(answers, context);
    reportPersisted(context, metrics);
    const [first] = (context.errors ?? []) as readonly GraphQLError[];
    const shown = first && shownErrors(context)[0];
    const outcome = shown ? codeOf(shown) : 'ok';
    metrics.answered({
      name: context.operationName,
      type: exchange.operation?.type ?? null,
      outcome,
      startedAtMs: exchange.startedAtMs,
    });
    exchange.outcome = outcome;
    exchange.finished = true;
  };

  return {
    requestDidStart: async () => ({
      didResolveSource: async (context) => readDocument(context, documents),
      didResolveOperation: enter,
      willSendResponse: leave,
    }),
  };
}

function shownErrors(context: Sending): readonly Shown[] {
  const { body } = context.response;
  return body.kind === 'single' ? ((body.singleResult.errors ?? []) as readonly Shown[]) : [];
}

/** Apollo Server reports only one error of an invalid operation; this shows all of them. */
function showAll(context: Sending, { errors }: InvalidOperation, format: ErrorFormat): void {
  const { body } = context.response;
  if (body.kind !== 'single') return;
  body.singleResult.errors = errors.map((error) => format(error.toJSON(), error));
}

function refuseInstead(context: Sending, counted: RateCount, display: ErrorDisplay): void {
  const { body } = context.response;
  if (body.kind !== 'single') return;
  const error = rateLimited(counted.retryAfterSeconds);
  body.singleResult = { errors: [maskError(error.toJSON(), display)] };
  context.response.http.headers.set('retry-after', String(counted.retryAfterSeconds));
}

function textOf({ metrics: seen, errors }: Sending): Exchange['textSource'] {
  if (seen.persistedQueryHit) return 'hit';
  if (seen.persistedQueryRegister) return 'registered';
  return errors?.[0]?.extensions.code === 'PERSISTED_QUERY_NOT_FOUND' ? 'miss' : 'sent';
}

function reportPersisted(context: Sending, metrics: GatewayMetrics): void {
  const text = textOf(context);
  context.contextValue.exchange.textSource = text;
  if (text !== 'sent') metrics.persisted(text);
}

interface Completion {
  readonly path?: readonly (string | number)[];
  readonly message?: string;
}

/**
 * Errors for root fields that are null because values were missing during assembly, which the
 * executor only reports in an extension with internal type names.
 */
function completionErrors(
  data: unknown,
  missing: readonly Completion[],
  display: ErrorDisplay,
): Shown[] {
  if (typeof data !== 'object' || data === null) return [];
  const roots = new Set(missing.map(({ path }) => path?.[0]));
  return Object.entries(data)
    .filter(([name, value]) => value === null && roots.has(name))
    .map(([name]) =>
      maskError(gatewayError('INTERNAL_SERVER_ERROR', faultSentence).toJSON(), display, [name]),
    );
}

/** Adds request ids to errors, the cost to the extensions, and the HTTP status. */
function completeAnswer(
  context: Sending,
  { display, logger }: Pick<PipelineOptions, 'display' | 'logger'>,
): void {
  const { response, contextValue } = context;
  const { requestId, exchange } = contextValue;
  if (response.body.kind !== 'single') return;
  const result = response.body.singleResult;
  const { valueCompletion: missing } = (result.extensions ?? {}) as {
    valueCompletion?: readonly Completion[];
  };
  if (missing) {
    const found = missing
      .slice(0, executionErrorsMax)
      .map(({ path, message }) => ({ path: loggedPath(path), message: loggedText(message) }));
    const count = missing.length;
    logger.warn({ requestId, count, missing: found }, 'answer incomplete');
    const unexplained = completionErrors(result.data, missing, display);
    if (unexplained.length > 0) result.errors = [...(result.errors ?? []), ...unexplained];
  }
  result.extensions = exchange.cost ? { cost: exchange.cost } : undefined;
  logFaults(context, logger);

  const { http } = response;
  http.status = statusOf(result, exchange.mediaType, http.status);
  if (result.errors) result.errors = limitErrors(result.errors);
  for (const error of shownErrors(context)) error.extensions.requestId = requestId;
  http.headers.set('content-type', `${exchange.mediaType}; charset=utf-8`);
  http.headers.delete('cache-control');
  const seconds = retryAfterSeconds(context.errors ?? []);
  if (seconds !== null && http.status !== 200) http.headers.set('retry-after', String(seconds));
  if (http.status === 401) http.headers.set('www-authenticate', 'Bearer');
}

/** Logs internal errors; subgraphs log their own with the same request id. */
function logFaults({ errors, contextValue }: Sending, logger: Logger): void {
  for (const error of (errors ?? []).slice(0, executionErrorsMax)) {
    const { code, serviceName } = error.extensions;
    const masked = shownCodeOf(error.toJSON()) === 'INTERNAL_SERVER_ERROR';
    if (!masked || isVariableError(error)) continue;
    if (serviceName !== undefined && code === 'INTERNAL_SERVER_ERROR') continue;
    const { requestId } = contextValue;
    const { message, stack } = error;
    const err = { message: loggedText(message), stack: loggedText(stack) };
    logger.error({ requestId, code, path: loggedPath(error.path), err }, 'operation failed');
  }
}

function expectAnswer(answers: EncodedAnswers, { response, contextValue }: Sending): void {
  const { body } = response;
  if (body.kind !== 'single' || !body.singleResult.data) return;
  const { data } = body.singleResult;
  body.singleResult.data = answers.expect(data, contextValue.exchange);
}
