import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Configuration } from '../../config/schema';
import { rateLimited } from '../../platform/graphql/errors';
import type { Viewer } from '../../platform/requests/viewer';
import { loggedName } from '../../platform/telemetry/logged-text';
import { msPerSecond } from '../../platform/values/time';
import { codeOf, type ErrorDisplay, gatewayError } from '../errors';
import { countedOutcome } from '../http/deadline';
import type { Charge, Exchange, OwnWrites, RateCount } from '../http/exchange';
import type { Viewers } from '../identity/viewer';
import type { OperationLimits } from '../limits';
import type { GatewayMetrics } from '../metrics';
import type { operationAdmission } from './admission';
import { allowCaching, type FreshnessOf, stockSeconds } from './cache-policy';
import { completeAnswer, refuseInstead, showAll, shownErrors } from './complete-answer';
import { chargeOf, costOf, demandAffordable, operationMeasures } from './cost';
import { declaredVariables } from './declared-variables';
import { errorFormat } from './error-format';
import type { AnsweredOperation, ResolvedOperation } from './operation-context';
import type { PersistedOperations } from './persisted-operations';
import { chargeAnswer, countRequest } from './rate-gate';
import { oneRequest, type RateLimit } from './rate-limit';
import { readVariables } from './read-operation';
import type { RegisteredOperations } from './registered-operations';
import { ignoreToken, isSessionOperation } from './session-operations';

type Counted = Pick<AnsweredOperation, 'contextValue' | 'response'> | ResolvedOperation;

export interface ReplicaReadSettings {
  /** Whether subgraphs have replicas. */
  readonly isRead: boolean;
  readonly lagSecondsMax: number;
}

/**
 * How long a write of an account is remembered: a mutation may end as late as its deadline, stock is
 * kept for a second, and replicas have everything that is older than their limit.
 */
const writeMarkMs = (limits: OperationLimits, { isRead, lagSecondsMax }: ReplicaReadSettings) =>
  limits.deadlineMs + (isRead ? Math.max(stockSeconds, lagSecondsMax) : stockSeconds) * msPerSecond;

export interface ChecksOptions {
  readonly limits: OperationLimits;
  readonly display: ErrorDisplay;
  readonly registered: Pick<RegisteredOperations, 'demandHash'>;
  readonly admit: ReturnType<typeof operationAdmission>;
  readonly rates: RateLimit;
  readonly viewerOf: Viewers['of'];
  readonly persisted: Pick<PersistedOperations, 'keep'>;
  readonly metrics: GatewayMetrics;
  readonly cache: Configuration['cache'];
  readonly freshnessOf: FreshnessOf;
  readonly replicas: ReplicaReadSettings;
  /** Called with its root fields when a mutation has ended, whether it succeeded or not. */
  readonly onMutation: (viewer: Viewer, fields: Iterable<string>) => void;
  readonly logger: Logger;
}

/**
 * The checks of an operation between its text and the planner, and the completion of its response,
 * for Apollo Server and for the fast path.
 */
export function operationChecks(options: ChecksOptions) {
  const { limits, display, registered, rates, persisted, metrics, logger, replicas } = options;
  const { admit, viewerOf } = options;
  const format = errorFormat(display);
  const measureOf = operationMeasures();
  const cacheAnswer = allowCaching(options.cache, options.freshnessOf);

  const count = async (context: Counted, charge: Charge) => {
    const { viewer, exchange } = context.contextValue;
    const counted = await countRequest(rates, exchange, charge);
    exchange.hasWritten = counted.hasWritten;
    const { headers } = context.response.http;
    for (const [name, value] of Object.entries(counted.headers)) headers.set(name, value);
    if (!counted.allowed) metrics.rateLimited(viewer.kind);
    return counted;
  };

  /** @throws UNAUTHENTICATED if a credential is invalid and the operation is not about a session. */
  const demandCredentials = async (context: ResolvedOperation): Promise<void> => {
    const { schema, document, operation, contextValue } = context;
    const { exchange } = contextValue;
    const isValid = exchange.invalid === null && operation !== undefined;
    if (isValid && isSessionOperation(measureOf(schema, document, operation))) {
      await ignoreToken(exchange, viewerOf, exchange.headers);
      contextValue.viewer = exchange.viewer;
    } else if (exchange.refusedCredential !== null) {
      exchange.invalid = null;
      throw exchange.refusedCredential;
    }
  };

  /** Whether the operation was checked before, as a subscription. @throws errors of both */
  const isAdmitted = async (context: ResolvedOperation): Promise<boolean> => {
    const { exchange } = context.contextValue;
    if (!exchange.admitted) await demandCredentials(context);
    if (exchange.invalid) throw exchange.invalid.errors[0];
    return exchange.admitted;
  };

  const ownWritesOf = (context: ResolvedOperation): OwnWrites | undefined => {
    const windowMs = writeMarkMs(limits, replicas);
    if (context.operation?.operation === 'mutation') return { points: 1, windowMs };
    const mayBeOld = replicas.isRead || options.freshnessOf(context) !== null;
    return mayBeOld ? { points: 0, windowMs } : undefined;
  };

  /** Stock for everybody is kept for a second already, and must not be older than that. */
  const mayReadReplicas = (context: ResolvedOperation, counted: RateCount): boolean =>
    replicas.isRead &&
    context.operation?.operation === 'query' &&
    counted.knowsWrites &&
    !counted.hasWritten &&
    options.freshnessOf(context) !== 'stock';

  const enter = async (context: ResolvedOperation): Promise<void> => {
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
    const turn = admit(found, exchange);
    if (turn !== null) await turn;
    const counted = await count(context, chargeOf(found, cost, sent, ownWritesOf(context)));
    if (!counted.allowed) throw rateLimited(counted.retryAfterSeconds);
    request.variables = declaredVariables(operation, sent);
    readVariables(schema, document, operation, request.variables, exchange);
    exchange.mayReadReplicas = mayReadReplicas(context, counted);
    if (context.metrics.persistedQueryRegister) {
      await persisted.keep(context.queryHash, context.source, contextValue.viewer);
    }
  };

  const reportMutation = ({ schema, document, operation, contextValue }: AnsweredOperation) => {
    if (document === undefined || operation?.operation !== 'mutation') return;
    const { rootFields } = measureOf(schema, document, operation);
    options.onMutation(contextValue.exchange.viewer, rootFields.values());
  };

  const leave = async (context: AnsweredOperation): Promise<void> => {
    const { exchange } = context.contextValue;
    exchange.ticket?.release();
    // Requests that fail before they are counted cost one point: attempts are not free.
    const counted = exchange.counted ? null : await count(context, oneRequest);
    if (exchange.invalid) showAll(context, exchange.invalid, format);
    const isRefusedCredential = context.errors?.[0]?.extensions.code === 'UNAUTHENTICATED';
    if (counted?.allowed === false && !isRefusedCredential)
      refuseInstead(context, counted, display);
    chargeAnswer(rates, exchange);
    completeAnswer(context, { display, logger });
    cacheAnswer(context);
    reportMutation(context);
    reportPersisted(context, metrics);
    const [first] = (context.errors ?? []) as readonly GraphQLError[];
    const shown = first && shownErrors(context)[0];
    const outcome = shown ? codeOf(shown) : 'ok';
    metrics.answered({
      name: context.operationName,
      type: exchange.operation?.type ?? null,
      outcome: countedOutcome(exchange, outcome),
      startedAtMs: exchange.startedAtMs,
    });
    exchange.outcome = outcome;
    exchange.finished = true;
  };

  return { enter, leave };
}

export type OperationChecks = ReturnType<typeof operationChecks>;

function textOf({ metrics: seen, errors }: AnsweredOperation): Exchange['textSource'] {
  if (seen.persistedQueryHit) return 'hit';
  if (seen.persistedQueryRegister) return 'registered';
  return errors?.[0]?.extensions.code === 'PERSISTED_QUERY_NOT_FOUND' ? 'miss' : 'sent';
}

function reportPersisted(context: AnsweredOperation, metrics: GatewayMetrics): void {
  const text = textOf(context);
  context.contextValue.exchange.textSource = text;
  if (text !== 'sent') metrics.persisted(text);
}
