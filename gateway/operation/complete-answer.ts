import type { Logger } from 'pino';
import { rateLimited } from '../../platform/graphql/errors';
import { loggedPath, loggedText } from '../../platform/telemetry/logged-text';
import {
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
import type { RateCount } from '../http/exchange';
import { executionErrorsMax } from '../limits';
import type { ErrorFormat } from './error-format';
import type { AnsweredOperation } from './operation-context';

type Shown = ReturnType<typeof maskError>;

export function shownErrors(context: AnsweredOperation): readonly Shown[] {
  const { body } = context.response;
  return body.kind === 'single' ? ((body.singleResult.errors ?? []) as readonly Shown[]) : [];
}

/** Apollo Server reports only one error of an invalid operation; this shows all of them. */
export function showAll(
  context: AnsweredOperation,
  { errors }: InvalidOperation,
  format: ErrorFormat,
): void {
  const { body } = context.response;
  if (body.kind !== 'single') return;
  body.singleResult.errors = errors.map((error) => format(error.toJSON(), error));
}

export function refuseInstead(
  context: AnsweredOperation,
  counted: RateCount,
  display: ErrorDisplay,
): void {
  const { body } = context.response;
  if (body.kind !== 'single') return;
  const error = rateLimited(counted.retryAfterSeconds);
  body.singleResult = { errors: [maskError(error.toJSON(), display)] };
  context.response.http.headers.set('retry-after', String(counted.retryAfterSeconds));
}

interface Completing {
  readonly display: ErrorDisplay;
  readonly logger: Logger;
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
export function completeAnswer(context: AnsweredOperation, { display, logger }: Completing): void {
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
function logFaults({ errors, contextValue }: AnsweredOperation, logger: Logger): void {
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
