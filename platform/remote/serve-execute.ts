import type { ExecutionResult } from 'graphql';
import type { Registry } from 'prom-client';
import type { AnswerLimits } from '../graphql/answer-budget';
import { AnswerSlot } from '../graphql/answer-slot';
import { tooManyBytes } from '../graphql/errors';
import type { Execute, GraphqlRequest } from '../graphql/execute';
import { encodeJsonWithin } from '../graphql/json-chunks';
import { WaitBudget, withinBudget } from '../redis/wait-budget';
import type { Logger } from '../telemetry/logger';
import { traced } from '../telemetry/tracing';
import { ByteBudget } from '../values/byte-budget';
import { demandCaller, Refusal } from './caller';
import * as limits from './limits';
import { countServedCalls } from './metrics';
import { rotatingSecret, type SecretSource } from './rotating-secret';
import type { AcceptedCall, ConnectionHandler } from './server/call-connection';
import { CallServer } from './server/call-server';
import type { RequestHead } from './server/request-head';
import { nameOf, type TlsIdentity } from './tls';
import { readViewer, type SignedViewer } from './viewer-signature';

/** A schema and the processes that may call it, by certificate name. */
export interface ServedSchema {
  readonly execute: Execute;
  readonly callers: readonly string[];
  /** The limits of answers; if absent, only the limit of the caller applies. */
  readonly answerLimits?: Pick<AnswerLimits, 'answerBytes'>;
}

export interface ServeOptions {
  readonly public: ServedSchema;
  readonly internal: ServedSchema;
  /** The answer to POST /ready, for callers of either schema. Never rejects. */
  readonly isReady: () => Promise<boolean>;
  readonly tls: TlsIdentity;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly viewerSecret: SecretSource;
  /** How long a call may wait for Redis. Default: 50. */
  readonly redisWaitMs?: number;
  /** The registry of metrics; if absent, calls are not counted. */
  readonly registry?: Registry;
  readonly logger: Logger;
}

export interface ServedExecute {
  readonly port: number;
  /** Accepts no new calls, waits for open ones up to a deadline, and closes. */
  stop(): Promise<void>;
}

const defaultRedisWaitMs = 50;

function readRequest(body: string): GraphqlRequest {
  try {
    const parsed = JSON.parse(body) as GraphqlRequest;
    if (typeof parsed.query === 'string') return parsed;
  } catch {
    // The error is reported below, without the parser's message, which would quote the request.
  }
  throw new Refusal(400, 'The body is not a GraphQL request in JSON.');
}

/** An answer that is too long is not encoded to its end: the caller would reject it anyway. */
async function encoded(
  result: ExecutionResult,
  { answerLimits }: ServedSchema,
): Promise<string | Buffer> {
  const bytesMax = answerLimits?.answerBytes ?? limits.answerBytesMax;
  const body = await encodeJsonWithin(bytesMax, result);
  return body ?? JSON.stringify({ data: null, errors: [tooManyBytes(bytesMax)] });
}

/** What the calls of one server share. */
interface CallDependencies {
  readonly redisWaitMs: number;
  /** The bytes of all open calls. */
  readonly requests: ByteBudget;
  open: number;
}

/** A call whose caller and viewer are known. */
class ServedCall implements AcceptedCall {
  constructor(
    private readonly dependencies: CallDependencies,
    private readonly schema: ServedSchema,
    private readonly head: RequestHead,
    private readonly caller: string,
    private readonly signed: SignedViewer,
  ) {
    dependencies.open += 1;
  }

  async answer(body: string, signal: AbortSignal): Promise<string | Buffer> {
    const call = readRequest(body);
    const { schema, caller, signed } = this;
    const { path, reads, traceparent: parent } = this.head;
    const { viewer, requestId } = signed;
    const mayReadReplicas = reads === 'replicas' && path === '/public';
    const answerSlot = new AnswerSlot(signal);
    const scope = { viewer, requestId, caller, signal, answerSlot, mayReadReplicas };
    const budget = new WaitBudget(this.dependencies.redisWaitMs);
    try {
      const result = await withinBudget(budget, () =>
        traced(`answer ${path}`, { role: 'server', parent }, () => schema.execute(call, scope)),
      );
      return await encoded(result, schema);
    } finally {
      answerSlot.release();
      budget.close();
    }
  }

  end(): void {
    this.dependencies.open -= 1;
    this.dependencies.requests.release(this.head.bodyBytes);
  }
}

/** Readiness needs no viewer and does not count as an open call. */
const readinessCall = (isReady: ServeOptions['isReady']): AcceptedCall => ({
  answer: async () => JSON.stringify({ isReady: await isReady() }),
  end: () => undefined,
});

/** Decides which calls are executed. */
function acceptCalls(options: ServeOptions): ConnectionHandler['accept'] {
  const { tls, isReady, redisWaitMs = defaultRedisWaitMs } = options;
  const secrets = rotatingSecret(options.viewerSecret);
  const to = nameOf(tls);
  const allCallers = [...options.public.callers, ...options.internal.callers];
  const schemas = new Map([
    ['/public', options.public],
    ['/internal', options.internal],
    // All callers have to learn when an instance that they ejected is ready again.
    ['/ready', { ...options.public, callers: allCallers }],
  ]);
  const requests = new ByteBudget(limits.openRequestsBytesMax);
  const dependencies: CallDependencies = { redisWaitMs, requests, open: 0 };
  let accepted = 0;
  if (options.registry) countServedCalls(options.registry, () => accepted);

  return (head, caller) => {
    accepted += 1;
    const schema = schemas.get(head.path);
    if (schema === undefined) throw new Refusal(404, 'Not found.');
    if (head.method !== 'POST') throw new Refusal(405, 'Use POST.');
    demandCaller(caller, schema.callers, tls.changes);
    if (head.bodyBytes > limits.requestBytesMax) {
      throw new Refusal(413, 'The request is too long.');
    }
    if (head.path === '/ready') return readinessCall(isReady);
    const signed = readViewer(head.viewer, { from: caller.name, to }, secrets.accepted());
    if (signed === null) throw new Refusal(401, 'The signature of the viewer is not valid here.');
    if (dependencies.open >= limits.openCallsMax)
      throw new Refusal(503, 'Too many calls are open.');
    if (!requests.reserve(head.bodyBytes)) {
      throw new Refusal(503, 'The open calls have too many bytes.');
    }
    return new ServedCall(dependencies, schema, head, caller.name, signed);
  };
}

/**
 * Serves both schemas of a subgraph to the other processes over mutual TLS: POST /public and
 * /internal, each for the certificates it names, with a signed viewer.
 * @throws Error if the port is taken or the certificate is invalid.
 */
export async function serveExecute(options: ServeOptions): Promise<ServedExecute> {
  const { tls, host, port, logger } = options;
  const server = new CallServer({ tls, host, port, logger, accept: acceptCalls(options) });
  return { port: await server.listen(), stop: () => server.stop() };
}
