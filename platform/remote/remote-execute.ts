import type { ExecutionResult } from 'graphql';
import type { Registry } from 'prom-client';
import type { Execute } from '../graphql/execute';
import { yieldFairly } from '../graphql/fair-yield';
import { ServiceNotCalledError } from '../graphql/guarded-call';
import { restoredResult, type WireResult } from '../graphql/wire-result';
import { publicError } from '../requests/public-error';
import { withDeadline } from '../resilience/deadline';
import { defaultResilience, type ResilienceSettings } from '../resilience/resilience-settings';
import type { Logger } from '../telemetry/logger';
import { currentTraceparent, traced } from '../telemetry/tracing';
import { memoizeFor } from '../values/memoize-for';
import { UnexpectedStatus, UnknownSignature } from './call-errors';
import type { Balancing } from './instances/choose-instance';
import type { InstanceSource } from './instances/instance-source';
import * as limits from './limits';
import { instanceMetrics, remoteMetrics } from './metrics';
import { type Call, type PooledCallsOptions, pooledCalls } from './pooled-calls';
import { readinessIn } from './readiness-answer';
import { rotatingSecret, type SecretSource } from './rotating-secret';
import { ServiceSilentError, SilenceBreaker } from './silence-breaker';
import { nameOf, type TlsIdentity } from './tls';
import { type SignedViewer, viewerSigner } from './viewer-signature';

export interface RemoteOptions {
  /** Origin of the process, e.g. `https://127.0.0.1:4101`. */
  readonly url: string;
  /** The name that its certificate must have. */
  readonly name: string;
  readonly tls: TlsIdentity;
  readonly viewerSecret: SecretSource;
  readonly logger: Logger;
  /** The registry of metrics; if absent, calls are not measured. */
  readonly registry?: Registry;
  /** Its instances, if there may be several; they are called instead of the URL. */
  readonly instances?: InstanceSource | undefined;
  /** How instances share the calls. Default: `least-outstanding`. */
  readonly balancing?: Balancing;
  readonly resilience?: ResilienceSettings;
}

export interface RemoteSubgraph {
  readonly public: Execute;
  readonly internal: Execute;
  /**
   * Whether the process, or one of its instances, reports that it is ready. Simultaneous callers
   * share an answer. Rejects if there is no answer within 1.5 s.
   */
  isReady(): Promise<boolean>;
  close(): void;
}

/**
 * Whether a text may be a mutation. A query that merely contains the word counts as one, to be
 * safe.
 */
const mayBeMutation = (query: string): boolean => /\bmutation\b/.test(query);

const resultOf = (text: string): ExecutionResult => restoredResult(JSON.parse(text) as WireResult);

/** Parsing this many characters takes some milliseconds, and so does using the result. */
const longAnswerCharacters = 250_000;

/** A long answer is parsed in one turn of the event loop and used in another. */
async function parseYielding(text: string): Promise<ExecutionResult> {
  const owner = {};
  await yieldFairly(owner);
  const result = resultOf(text);
  await yieldFairly(owner);
  return result;
}

function readinessOf(target: Omit<PooledCallsOptions, 'connections'>) {
  const pool = pooledCalls({ ...target, connections: limits.readinessSocketsMax });
  const ask = memoizeFor(limits.readinessAnswerTtlMs, async () => {
    const question = {
      path: '/ready',
      body: '{}',
      viewer: undefined,
      traceparent: undefined,
    } as const;
    try {
      const text = await withDeadline(limits.readinessAnswerMs, (signal) =>
        pool.call({ ...question, signal }, true),
      );
      return readinessIn(200, text);
    } catch (error) {
      if (error instanceof UnexpectedStatus) return readinessIn(error.status, error.message);
      throw error;
    }
  });
  return { ask, close: pool.close };
}

/**
 * A subgraph behind a connection, with the same interface as one in this process. Any failure to
 * get an answer (no connection, rejection, HTTP 5xx) is SERVICE_UNAVAILABLE. Whether a mutation was
 * executed is then unknown; it is never sent twice, and clients retry with an idempotency key.
 * @returns both of its schemas; a call rejects with the signal's reason if that is aborted first.
 */
export function remoteSubgraph(options: RemoteOptions): RemoteSubgraph {
  const { name, logger } = options;
  const { url, tls, registry } = options;
  const target = { url, name, tls, metrics: remoteMetrics(registry, name) };
  const { instances: source, balancing = 'least-outstanding' } = options;
  const { silenceMs, retriesPercent } = options.resilience ?? defaultResilience;
  const metrics = instanceMetrics(registry, name);
  // Its URL is one instance, or a load balancer that nobody looks behind.
  if (source === undefined) metrics.added(1);
  const retriesPerCall = retriesPercent / 100;
  const balanced = { balancing, metrics, logger, silenceMs, retriesPerCall };
  const silence = new SilenceBreaker({
    service: name,
    silenceMs,
    isReady: () => readiness.ask(),
    endCalls: (reason) => pool.endCalls(reason),
    registry,
    logger,
  });
  const pool = pooledCalls({ ...target, instances: source && { source, ...balanced }, silence });
  const readiness = pool.isReady
    ? { ask: memoizeFor(limits.readinessAnswerTtlMs, pool.isReady), close: () => undefined }
    : readinessOf(target);
  const secrets = rotatingSecret(options.viewerSecret);
  const sign = viewerSigner({ from: nameOf(tls), to: name });
  /** A new secret may not have reached the callee yet; then the previous ones are tried. */
  const callSigned = (
    call: Omit<Call, 'viewer' | 'traceparent'>,
    { viewer, requestId }: SignedViewer,
    isRetryable: boolean,
  ): Promise<string> => {
    const [current = '', ...earlier] = secrets.accepted();
    const callWith = (secret: string) =>
      pool.call(
        { ...call, viewer: sign(viewer, requestId, secret), traceparent: currentTraceparent() },
        isRetryable,
      );
    let answer = callWith(current);
    for (const secret of earlier) {
      answer = answer.catch((error: unknown) => {
        if (!(error instanceof UnknownSignature)) throw error;
        return callWith(secret);
      });
    }
    return answer;
  };
  const execute =
    (path: Call['path']): Execute =>
    async (request, { viewer, requestId, signal, mayReadReplicas }) => {
      signal.throwIfAborted();
      const reads = mayReadReplicas ? 'replicas' : undefined;
      const call = { path, body: JSON.stringify(request), signal, reads } as const;
      try {
        const isRetryable = !mayBeMutation(request.query);
        const attributes = { 'server.address': name, 'url.path': path };
        const text = await traced(`call ${name}`, { role: 'client', attributes }, () =>
          callSigned(call, { viewer, requestId }, isRetryable),
        );
        return text.length < longAnswerCharacters ? resultOf(text) : await parseYielding(text);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ServiceSilentError) throw new ServiceNotCalledError();
        logger.error({ err: error, service: name, requestId }, 'service call failed');
        throw publicError('SERVICE_UNAVAILABLE', 'A part of the system does not answer just now.');
      }
    };
  return {
    public: execute('/public'),
    internal: execute('/internal'),
    isReady: readiness.ask,
    close: () => {
      silence.stop();
      pool.close();
      readiness.close();
    },
  };
}
