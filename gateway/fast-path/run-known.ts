import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { asGraphqlError } from '../../platform/graphql/as-graphql-error';
import { entityTag, isCurrent } from '../http/entity-tags';
import type { Exchange } from '../http/exchange';
import type { FreshnessOf } from '../operation/cache-policy';
import type { OperationChecks } from '../operation/checks';
import { encodeAnswer } from '../operation/encoded-answers';
import type { ErrorFormat } from '../operation/error-format';
import { questionOf } from './answer-question';
import type { Flight, Found, KeptAnswer, KeptAnswers } from './kept-answers';
import { contextOf, type KnownContext, type QueryMethod } from './known-context';
import type { KnownOperation } from './known-operations';

/** A response without what every response has. */
export interface KnownAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | Buffer;
}

/** Apollo Server gives every error a code before it is formatted. */
function formatted(error: GraphQLError, format: ErrorFormat): GraphQLFormattedError {
  const { code = 'INTERNAL_SERVER_ERROR' } = error.extensions;
  return format({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
}

export interface RunKnownOptions {
  readonly checks: OperationChecks;
  readonly format: ErrorFormat;
  readonly freshnessOf: FreshnessOf;
  readonly kept: KeptAnswers;
}

/** The headers of an answer to GET that caches may keep; 304 for a client that has it. */
function tagged(answer: KnownAnswer, { contextValue, request }: KnownContext, etag?: string) {
  const { cacheable, headers } = contextValue.exchange;
  if (!cacheable || request.http.method !== 'GET') return answer;
  const tag = etag ?? entityTag(answer.body);
  const all = new Map(answer.headers).set('etag', tag);
  return isCurrent(headers['if-none-match'], tag)
    ? { status: 304, headers: all, body: '' }
    : { ...answer, headers: all };
}

/** Bytes of their own: a small buffer would keep the pool alive that it is cut from. */
function keptFrom({ body }: KnownAnswer, { answerObjects, answerBytes }: Exchange): KeptAnswer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(body));
  if (typeof body === 'string') bytes.write(body);
  else body.copy(bytes);
  return { body: bytes, etag: entityTag(bytes), objects: answerObjects, bytes: answerBytes };
}

/**
 * Runs known operations with the checks that Apollo Server runs as a plugin. Public answers are kept:
 * a request that gets one passes all checks, and is charged, as if it had been executed.
 */
export function runKnown({ checks, format, freshnessOf, kept }: RunKnownOptions) {
  const { enter, leave } = checks;

  const refuse = (context: KnownContext, reason: unknown): void => {
    const error = asGraphqlError(reason);
    context.errors = [error];
    context.response.body.singleResult = { errors: [formatted(error, format)] };
    context.response.http.status = 500;
  };

  const finish = async (context: KnownContext): Promise<KnownAnswer> => {
    await leave(context);
    const { http, body } = context.response;
    const { answerBytes } = context.contextValue.exchange;
    const encoded = await encodeAnswer(body.singleResult, answerBytes);
    return { status: http.status ?? 200, headers: http.headers, body: encoded };
  };

  const execute = async (context: KnownContext, run: KnownOperation['run']) => {
    try {
      const { request, response, contextValue } = context;
      const { errors, ...result } = await run(request.variables ?? {}, contextValue);
      response.body.singleResult = result;
      if (errors) {
        context.errors = errors;
        response.body.singleResult.errors = errors.map((error) => formatted(error, format));
      }
    } catch (error) {
      refuse(context, error);
    }
    return finish(context);
  };

  /** Others may be waiting, so it lands whatever happens. */
  const executeFor = async (flight: Flight, context: KnownContext, run: KnownOperation['run']) => {
    let answer: KeptAnswer | null = null;
    try {
      const executed = await execute(context, run);
      const { exchange } = context.contextValue;
      if (exchange.cacheable) answer = keptFrom(executed, exchange);
      return tagged(executed, context, answer?.etag);
    } finally {
      flight.land(answer);
    }
  };

  const answerAgain = async (context: KnownContext, answer: KeptAnswer, ageSeconds: number) => {
    const { response, contextValue } = context;
    const { objects, bytes, body, etag } = answer;
    const seen = { answerObjects: objects, answerBytes: bytes, answerAgeSeconds: ageSeconds };
    Object.assign(contextValue.exchange, seen);
    response.body.singleResult = { data: {} };
    await leave(context);
    return tagged({ status: 200, headers: response.http.headers, body }, context, etag);
  };

  return async (
    known: KnownOperation,
    exchange: Exchange,
    variables: Record<string, unknown> | undefined,
    method: QueryMethod,
  ): Promise<KnownAnswer> => {
    const context = contextOf(known, exchange, variables, method);
    let found: Found | null = null;
    try {
      await enter(context);
      const mayBeOld = kept.isOn && !exchange.hasWritten;
      const question = mayBeOld ? questionOf(context, freshnessOf) : null;
      found = question && (await kept.find(question));
    } catch (error) {
      refuse(context, error);
      return finish(context);
    }
    if (found === null) return tagged(await execute(context, known.run), context);
    if (found.answer === null) return executeFor(found.flight, context, known.run);
    return answerAgain(context, found.answer, found.ageSeconds);
  };
}
