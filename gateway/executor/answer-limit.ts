import type { ApolloGateway } from '@apollo/gateway';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { AnswerLimits } from '../../platform/graphql/answer-budget';
import { tooManyBytes, tooManyObjects } from '../../platform/graphql/errors';
import { jsonBytes } from '../../platform/graphql/json-chunks';
import type { Exchange, GatewayContext } from '../http/exchange';
import { measureAnswer } from './answer-size';

type Executor = ApolloGateway['executor'];
type Result = Awaited<ReturnType<Executor>>;

/** What the fetches of one operation have brought so far. */
class GatheredAnswer {
  /** Why it is refused; null as long as it is not. */
  refusal: GraphQLError | null = null;
  private objects = 0;

  constructor(
    private readonly objectsMax: number,
    private readonly exchange: Exchange,
  ) {}

  /** @param knownObjects that were in the answer before, and were only asked for more fields. */
  add(result: ExecutionResult, knownObjects: number): void {
    const [error] = result.errors ?? [];
    if (error?.extensions.code === 'OPERATION_TOO_COMPLEX') this.refusal ??= error;
    this.objects += Number(result.extensions?.objects ?? 0) - knownObjects;
    this.exchange.answerObjects = this.objects;
    if (this.objects > this.objectsMax) this.refusal ??= tooManyObjects(this.objectsMax);
  }
}

const gathered = new WeakMap<GatewayContext, GatheredAnswer>();

/** @throws OPERATION_TOO_COMPLEX where the operation has brought too much already. */
export function demandRoom(context: GatewayContext): void {
  const refusal = gathered.get(context)?.refusal;
  if (refusal) throw refusal;
}

/** Counts what a fetch has brought. */
export function countFetched(
  context: GatewayContext,
  result: ExecutionResult,
  knownObjects: number,
): void {
  gathered.get(context)?.add(result, knownObjects);
}

/** JSON writes a byte of a text as this many at the most: a control character as \\u0001. */
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
 * Ends an operation whose answer is too large: `data` is null with that one error. No further fetch
 * begins then; what a mutation has committed stays.
 */
export function withinLimits(run: Executor, limits: AnswerLimits): Executor {
  return async (request) => {
    const context = request.context as GatewayContext;
    const { exchange } = context;
    const answer = new GatheredAnswer(limits.answerObjects, exchange);
    gathered.set(context, answer);
    const result = await run(request);
    const refusal = answer.refusal ?? (await refusalOf(result.data, limits, exchange));
    if (refusal === null) return result;
    // Nobody knows how much it would have held.
    exchange.answerObjects = limits.answerObjects;
    return { data: null, errors: [refusal] } as Result;
  };
}
