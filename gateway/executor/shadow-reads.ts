import type { ApolloGateway } from '@apollo/gateway';
import { type FieldNode, type GraphQLError, Kind, OperationTypeNode, visit } from 'graphql';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { counterIn } from '../../platform/telemetry/instruments';
import type { GatewayContext } from '../http/exchange';
import { recordedQueries } from '../operation/field-rules';
import type { AnswerComparison, CompiledAnswer } from './compiled/executor';

type Request = Parameters<ApolloGateway['executor']>[0];

/**
 * Comparisons of one process at the same time.
 * @exceeded the read is answered and not compared
 * @test gateway/executor/shadow-reads.test.ts
 */
export const shadowReadsMax = 4;

/**
 * Time for a comparison.
 * @exceeded it counts as failed; the client has its answer already
 * @test gateway/executor/shadow-reads.test.ts
 */
export const shadowDeadlineMs = 10_000;

export interface ShadowReadsOptions {
  /** How many of a hundred reads are compared. */
  readonly percent: () => number;
  readonly logger: Logger;
  readonly registry: Registry;
}

interface Answered {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLError[] | undefined;
}

type Path = readonly (string | number)[];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Where two values differ first, without the order of fields; null if they are the same. */
function differenceIn(one: unknown, other: unknown, path: Path = []): Path | null {
  if (!isRecord(one) || !isRecord(other)) return one === other ? null : path;
  if (Array.isArray(one) !== Array.isArray(other)) return path;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const name of names) {
    const found = differenceIn(one[name], other[name], [...path, name]);
    if (found !== null) return found;
  }
  return null;
}

const errorsOf = ({ errors = [] }: Answered): string[] =>
  errors
    .map(({ path, message, extensions }) => JSON.stringify([path, message, extensions?.code]))
    .sort();

const answerDifference = (one: Answered, other: Answered): Path | null =>
  differenceIn(
    { data: one.data ?? null, errors: errorsOf(one) },
    { data: other.data ?? null, errors: errorsOf(other) },
  );

/** The viewer and the request, without what the answer of the client is counted in. */
const shadowOf = (context: GatewayContext, signal: AbortSignal): GatewayContext => ({
  ...context,
  exchange: { ...context.exchange, signal },
  gathered: undefined,
  signal,
});

/** Whether it can be executed again without a trace. */
function isPureRead({ operation, fragments }: CompiledAnswer['operationContext']): boolean {
  let isPure = operation.operation === OperationTypeNode.QUERY;
  const Field = ({ name }: FieldNode) => {
    isPure &&= !recordedQueries.has(name.value);
  };
  for (const definition of [operation, ...Object.values(fragments)]) visit(definition, { Field });
  return isPure;
}

function requestOf(answer: CompiledAnswer, context: GatewayContext): Request {
  const { operationContext, queryHash, operationName, variables } = answer;
  const { operation, fragments } = operationContext;
  const definitions = [operation, ...Object.values(fragments)];
  return {
    request: { variables, operationName },
    document: { kind: Kind.DOCUMENT, definitions },
    queryHash,
    context,
    metrics: {},
  } as unknown as Request;
}

/**
 * Lets @apollo/gateway execute a sample of reads again, after the client has its answer, and
 * compares. What differs is executed once more, so that data that changed in between is not taken
 * for a fault. Mutations are never executed twice, nor queries that are audited or counted.
 */
export function shadowReads({ percent, logger, registry }: ShadowReadsOptions): AnswerComparison {
  const compared = counterIn(registry, {
    name: 'gateway_shadow_reads_total',
    help: 'Reads that @apollo/gateway executed again, by outcome: same, different, changed (the data did), failed.',
    labelNames: ['outcome'],
  });
  let running = 0;

  const compare = async (answer: CompiledAnswer): Promise<string> => {
    const signal = AbortSignal.timeout(shadowDeadlineMs);
    const execute = (run: (context: GatewayContext) => Promise<Answered | null>) =>
      run(shadowOf(answer.context, signal));
    const byApollo = await execute((context) => answer.apollo(requestOf(answer, context)));
    if (byApollo === null || signal.aborted) return 'failed';
    const difference = answerDifference(answer.result, byApollo);
    if (difference === null) return 'same';
    const repeated = await execute(answer.again);
    if (repeated === null || signal.aborted) return 'failed';
    if (answerDifference(answer.result, repeated) !== null) return 'changed';
    const { queryHash, operationName, context } = answer;
    logger.warn(
      { queryHash, operationName, requestId: context.requestId, at: difference.join('.') },
      'a compiled operation answers differently from @apollo/gateway',
    );
    return 'different';
  };

  const count = async (answer: CompiledAnswer): Promise<void> => {
    running += 1;
    try {
      compared.inc({ outcome: await compare(answer) });
    } catch (error) {
      logger.warn({ err: error, queryHash: answer.queryHash }, 'a read could not be compared');
      compared.inc({ outcome: 'failed' });
    } finally {
      running -= 1;
    }
  };

  return {
    isDue: () => {
      const share = percent();
      return share > 0 && running < shadowReadsMax && Math.random() * 100 < share;
    },
    compare: (answer) => {
      if (isPureRead(answer.operationContext)) void count(answer);
    },
  };
}
