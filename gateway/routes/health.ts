import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { resolvesWithin } from '../../platform/process/child';
import { readinessDeadlineMs } from '../limits';

export type Check = 'ok' | 'warn' | 'fail';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, Check>>;
}

export interface HealthOptions {
  readonly readiness: () => Promise<Readiness>;
  readonly isDraining: () => boolean;
  /** Null if metrics are not served on the public port. */
  readonly metrics: Registry | null;
  readonly logger: Logger;
}

const unknown: Readiness = { ready: false, checks: { readiness: 'fail' } };

/** Answers within the deadline, even if dependencies hang. */
async function readinessInTime({ readiness, logger }: HealthOptions): Promise<Readiness> {
  let latest = unknown;
  const check = readiness().then(
    (answer) => {
      latest = answer;
    },
    (error: unknown) => logger.error({ err: error }, 'readiness check failed'),
  );
  await resolvesWithin(check, readinessDeadlineMs);
  return latest;
}

/** `/health`: the process is alive. `/ready`: it accepts requests. `/metrics`: for Prometheus. */
export function healthRoutes(app: FastifyInstance, options: HealthOptions): void {
  app.get('/health', async () => ({ status: 'ok' }));

  app.get('/ready', async (_request, reply) => {
    const { ready, checks } = await readinessInTime(options);
    const open = ready && !options.isDraining();
    const warned = Object.values(checks).includes('warn');
    const status = open ? (warned ? 'warn' : 'ok') : 'fail';
    return reply.code(open ? 200 : 503).send({ status, checks });
  });

  const { metrics } = options;
  if (!metrics) return;
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
}
