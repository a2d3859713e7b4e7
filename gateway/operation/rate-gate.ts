import type { FastifyReply, FastifyRequest } from 'fastify';
import { rateLimited } from '../../platform/graphql/errors';
import type { Viewer } from '../../platform/requests/viewer';
import type { Charge, Exchange, RateCount } from '../http/exchange';
import {
  answerBytesPerPoint,
  answerObjectsPerPoint,
  bodyBytesFree,
  bodyBytesPerPoint,
  newTextCharactersFree,
  newTextCharactersPerPoint,
  newTextPointsMax,
  signInBodyBytesMax,
} from '../limits';
import type { GatewayMetrics } from '../metrics';
import { rootFieldsWith } from './field-rules';
import { mistakenSignIn, oneRefresh, oneRequest, oneSignIn, type RateLimit } from './rate-limit';
import { maySelect, sessionFields } from './session-operations';

/** Points for a long body, whether the request is rejected or not. */
const bodyPoints = (bytes: number): number =>
  Math.ceil(Math.max(0, bytes - bodyBytesFree) / bodyBytesPerPoint);

/** Points for a text that has to be planned. */
function newTextPoints(characters: number): number {
  const charged = Math.max(0, characters - newTextCharactersFree);
  return Math.min(newTextPointsMax, Math.ceil(charged / newTextCharactersPerPoint));
}

const signInFields = rootFieldsWith(({ counter }) => counter === 'signIns');
const refreshFields = rootFieldsWith(({ counter }) => counter === 'refreshes');

const withoutToken = ({ address }: Exchange): Viewer => ({ kind: 'anonymous', address });

/** Counts a request. If it passed the exhausted limit as a sign-in but is none, it uses up sign-ins. */
export async function countRequest(
  rates: RateLimit,
  exchange: Exchange,
  requested: Charge,
): Promise<RateCount> {
  const { bodyBytes, newTextCharacters } = exchange;
  const sent = bodyPoints(bodyBytes) + newTextPoints(newTextCharacters);
  const charge = { ...requested, cost: Math.max(1, requested.cost) + sent };
  exchange.counted = true;
  exchange.charge = charge;
  const { viewer, pastLimit } = exchange;
  if (pastLimit === null || charge.fields === 0) return rates.count(viewer, charge);
  const mistaken = viewer.kind === 'user' ? withoutToken(exchange) : viewer;
  const fields = viewer.kind === 'user' ? 1 : 0;
  await rates.count(mistaken, { ...mistakenSignIn, fields });
  return pastLimit;
}

/** Charges for an answer that is larger than its cost covers. Does not wait. */
export function chargeAnswer(rates: RateLimit, exchange: Exchange): void {
  const { viewer, cost, charge, answerObjects, answerBytes } = exchange;
  if (cost === null || charge === null) return;
  const chargedAtLeast = Math.max(1, cost.requested);
  const size = Math.max(answerObjects / answerObjectsPerPoint, answerBytes / answerBytesPerPoint);
  const points = Math.ceil(size) - chargedAtLeast;
  if (points > 0) void rates.addCost(viewer, charge, points);
}

/**
 * Rejects viewers that are known to have exhausted their limit before any work: before the body is
 * read, or before the text is parsed if it may be a sign-in, which has a separate counter.
 */
export function rateGate(rates: RateLimit, metrics: GatewayMetrics) {
  /** The fields about a session that are counted by counters that are not exhausted. */
  const sessionFieldsLeft = ({ exchange }: FastifyRequest): readonly string[] => {
    const { viewer } = exchange;
    const left: string[] = [];
    if (rates.peek(viewer, oneSignIn) === null) left.push(...signInFields);
    if (rates.peek(viewer, oneRefresh) === null) left.push(...refreshFields);
    // Requests without the token of an exhausted account count for the network address.
    const ignoresToken = viewer.kind === 'user';
    if (ignoresToken && rates.peek(withoutToken(exchange), oneRequest) === null) {
      left.push(...sessionFields);
    }
    return left;
  };

  const refuse = (
    { exchange }: FastifyRequest,
    reply: FastifyReply,
    exceeded: RateCount,
  ): never => {
    exchange.counted = true;
    metrics.rateLimited(exchange.viewer.kind);
    reply.headers(exceeded.headers);
    throw rateLimited(exceeded.retryAfterSeconds);
  };

  const exceededBy = ({ viewer }: Exchange): RateCount | null => rates.peek(viewer, oneRequest);

  return {
    /** Whether the viewer is known to have exhausted its limit. */
    isPast: (exchange: Exchange): boolean => exceededBy(exchange) !== null,

    /** Call once the viewer is known. @throws RATE_LIMITED, or UNAUTHENTICATED if it is no sign-in. */
    beforeBody(request: FastifyRequest, reply: FastifyReply): void {
      const exceeded = exceededBy(request.exchange);
      if (exceeded === null) return;
      // A body without an announced length may be of any size.
      const bytes = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
      const maySignIn = request.method === 'POST' && bytes <= signInBodyBytesMax;
      const { refusedCredential } = request.exchange;
      if (refusedCredential !== null && !maySignIn) throw refusedCredential;
      if (!maySignIn || sessionFieldsLeft(request).length === 0) refuse(request, reply, exceeded);
      request.exchange.pastLimit = exceeded;
    },

    /** @throws RATE_LIMITED or UNAUTHENTICATED if it is not about a session. */
    beforeParsing(request: FastifyRequest, reply: FastifyReply, sent: unknown): void {
      const { pastLimit, refusedCredential } = request.exchange;
      if (refusedCredential !== null && !maySelect(sent, sessionFields)) throw refusedCredential;
      if (pastLimit !== null && !maySelect(sent, sessionFieldsLeft(request))) {
        refuse(request, reply, pastLimit);
      }
    },

    /** Requests rejected before they are counted cost one point: attempts are not free. */
    async onRefused({ exchange }: FastifyRequest, reply: FastifyReply): Promise<void> {
      if (exchange.counted || reply.statusCode < 400) return;
      const { headers } = await countRequest(rates, exchange, oneRequest);
      if (reply.statusCode !== 429) reply.headers(headers);
    },
  };
}

export type RateGate = ReturnType<typeof rateGate>;
