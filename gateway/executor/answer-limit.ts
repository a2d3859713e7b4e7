import type { ExecutionResult, GraphQLError } from 'graphql';
import type { AnswerLimits } from '../../platform/graphql/answer-budget';
import { isTooManyBytes, tooManyBytes, tooManyObjects } from '../../platform/graphql/errors';
import { jsonBytes } from '../../platform/graphql/json-chunks';
import type { Exchange, GatewayContext, GatheredAnswer } from '../http/exchange';
import { refusedAnswerFactor } from '../limits';
import { measureAnswer } from './answer-size';

interface LimitedResult {
  readonly data?: unknown;
}

interface RefusedResult {
  readonly data: null;
  readonly errors: readonly GraphQLError[];
}

class CountedAnswer implements GatheredAnswer {
  refusal: GraphQLError | null = null;
  private objects = 0;

  constructor(
    private readonly objectsMax: number,
    private readonly exchange: Exchange,
  ) {}

  add(result: ExecutionResult, knownObjects: number): void {
    const [error] = result.errors ?? [];
    if (error?.extensions.code === 'OPERATION_TOO_COMPLEX') this.refusal ??= error;
    this.objects += Number(result.extensions?.objects ?? 0) - knownObjects;
    this.exchange.answerObjects = this.objects;
    if (this.objects > this.objectsMax) this.refusal ??= tooManyObjects(this.objectsMax);
  }
}

const refusalSoFar = ({ gathered }: GatewayContext): GraphQLError | null =>
  gathered?.refusal ?? null;

/** Whether the operation has exceeded the limit already. */
export const isRefused = (context: GatewayContext): boolean => refusalSoFar(context) !== null;

/** @throws OPERATION_TOO_COMPLEX if the operation has exceeded the limit already. */
export function demandRoom(context: GatewayContext): void {
  const refusal = refusalSoFar(context);
  if (refusal) throw refusal;
}

/** JSON writes a byte of text as at most this many, e.g. a control character as \\u0001. */
const jsonBytesPerByteMax = 6;

async function refusalOf(
  data: unknown,
  limits: AnswerLimits,
  exchange: Exchange,
): Promise<GraphQLError | null> {
  const { answerObjects, answerBytes } = limits;
  const { objects, bytesAtLeast } = await measureAnswer(data, limits);
  exchange.answerObjects = objects;
  exchange.answerBytes = bytesAtLeast;
  if (objects > answerObjects) return tooManyObjects(answerObjects);
  if (bytesAtLeast > answerBytes) return tooManyBytes(answerBytes);
  if (bytesAtLeast * jsonBytesPerByteMax <= answerBytes) return null;
  return (await jsonBytes(data)) > answerBytes ? tooManyBytes(answerBytes) : null;
}

/**
 * Ends an operation whose answer is too large: `data` is null, with one error. No further fetch
 * starts; committed mutations stay.
 */
export async function withinLimits<Result extends LimitedResult>(
  context: GatewayContext,
  limits: AnswerLimits,
  run: () => Promise<Result>,
): Promise<Result | RefusedResult> {
  const { exchange } = context;
  const answer = new CountedAnswer(limits.answerObjects, exchange);
  context.gathered = answer;
  const result = await run();
  const refusal = answer.refusal ?? (await refusalOf(result.data, limits, exchange));
  if (refusal === null) return result;
  if (isTooManyBytes(refusal)) exchange.answerBytes = limits.answerBytes * refusedAnswerFactor;
  else exchange.answerObjects = limits.answerObjects * refusedAnswerFactor;
  return { data: null, errors: [refusal] };
}
