import type { FastifyInstance } from 'fastify';
import type { KeyRequestLog } from '../../platform/auth/key-requests';
import { keyIdOf } from '../../platform/requests/viewer';

/** Records each answered request with an API key, after its answer was sent. */
export function recordKeyRequests(app: FastifyInstance, log: KeyRequestLog): void {
  app.addHook('onResponse', ({ exchange }, reply, done) => {
    const { viewer, outcome, operation, requestId, startedAtMs } = exchange;
    const keyId = keyIdOf(viewer);
    // There is no outcome if the client disconnected before the answer.
    if (keyId !== null && outcome !== null) {
      const durationMs = Math.round(performance.now() - startedAtMs);
      log.record(keyId, {
        at: new Date(Date.now() - durationMs),
        requestId,
        operation: operation?.name ?? null,
        outcome: outcome === 'ok' ? 'OK' : outcome,
        status: reply.statusCode,
        durationMs,
      });
    }
    done();
  });
}
