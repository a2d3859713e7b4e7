import type { FastifyInstance } from 'fastify';
import type { KeyRequestLog } from '../../platform/auth/key-requests';
import { keyIdOf, type Viewer } from '../../platform/requests/viewer';

interface AnsweredRequest {
  readonly viewer: Viewer;
  readonly outcome: string | null;
  readonly operation: { readonly name: string | null } | null;
  readonly requestId: string;
  readonly startedAtMs: number;
}

/** Records an answered request if it was sent with an API key. */
export function recordKeyRequest(
  log: KeyRequestLog,
  { viewer, outcome, operation, requestId, startedAtMs }: AnsweredRequest,
  status: number,
): void {
  const keyId = keyIdOf(viewer);
  // There is no outcome if the client disconnected before the answer.
  if (keyId === null || outcome === null) return;
  const durationMs = Math.round(performance.now() - startedAtMs);
  log.record(keyId, {
    at: new Date(Date.now() - durationMs),
    requestId,
    operation: operation?.name ?? null,
    outcome: outcome === 'ok' ? 'OK' : outcome,
    status,
    durationMs,
  });
}

/** Records each answered request with an API key, after its answer was sent. */
export function recordKeyRequests(app: FastifyInstance, log: KeyRequestLog): void {
  app.addHook('onResponse', ({ exchange }, reply, done) => {
    recordKeyRequest(log, exchange, reply.statusCode);
    done();
  });
}
