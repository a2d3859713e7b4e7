import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { JobQueries, JobRow } from '../../../../platform/jobs/job-rows';
import type { Queue } from '../../../../platform/jobs/queue';
import { queryAtScrape } from '../../../../platform/telemetry/at-scrape';
import { gaugeIn } from '../../../../platform/telemetry/instruments';
import { msPerMinute, msPerSecond } from '../../../../platform/values/time';
import { allKinds } from '../../../../verify/disagreement';
import type { Ledger } from '../../../../verify/ledger';
import { sourcesOf } from '../../../../verify/sources';
import { Tally } from '../../../../verify/tally';
import { verify } from '../../../../verify/verify';
import type { OrdersConfiguration } from '../dependencies';

export const verifyQueue = 'verify';

const everyNight = '30 2 * * *';
/** Reading a shop with ten million orders takes some hours. */
const expireSeconds = 21_600;
const heartbeatSeconds = 60;
const retryDelaySeconds = 300;
const retryDelaySecondsMax = 3_600;
const retriesMax = 3;
/** Maximum number of logged disagreements; all are counted. */
const reportedMax = 1_000;

export interface VerifyDependencies {
  /** The internal schema of orders. */
  readonly orders: ServiceCall;
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
  /** The provider's ledger; if absent, no run succeeds. */
  readonly ledger?: Ledger;
  readonly configuration: OrdersConfiguration;
  readonly logger: Logger;
}

/** Runs `npm run verify` every night; each disagreement is logged with its ids. */
export function verifyShop(dependencies: VerifyDependencies): Queue {
  return {
    name: verifyQueue,
    payload: z.object({}),
    concurrencyMax: 1,
    isExclusive: true,
    retriesMax,
    retryDelaySeconds,
    retryDelaySecondsMax,
    expireSeconds,
    heartbeatSeconds,
    cron: everyNight,

    async run(_, { signal }) {
      const { configuration, logger, ledger } = dependencies;
      if (ledger === undefined) throw new Error('There is no ledger to compare payments with.');
      const tally = new Tally();
      const holdMs = configuration.orders.reservationMinutes * msPerMinute;
      for await (const disagreement of verify(
        sourcesOf({ ...dependencies, ledger, signal }),
        holdMs,
        tally,
      )) {
        tally.add(disagreement);
        if (tally.disagreements <= reportedMax) logger.error(disagreement, 'disagreement found');
      }
      const { lookedAt, found } = tally.counts();
      const { disagreements, auditHead } = tally;
      return { disagreements, found, lookedAt, paymentsCompared: true, auditHead };
    },
  };
}

/** The output of a run; one of a version older than 1.0 may have left payments out. */
const outputSchema = z.object({
  found: z.record(z.string(), z.int()),
  paymentsCompared: z.literal(true),
});

/** The results of the last runs in any process. While the database does not answer, they stay. */
export function verifyMetrics(
  registry: Registry,
  rows: Pick<JobQueries, 'lastCompleted' | 'lastEnded'>,
  logger: Logger,
): void {
  const lastCompleted = async () => ({ run: await rows.lastCompleted(verifyQueue) });
  const lastEnded = async () => ({ run: await rows.lastEnded(verifyQueue) });
  const askCompleted = queryAtScrape(lastCompleted, 'verify_last_success', logger);
  const askEnded = queryAtScrape(lastEnded, 'verify_last_run', logger);
  const isComplete = (job: JobRow) =>
    job.state === 'completed' && outputSchema.safeParse(job.output).success;
  gaugeIn(registry, {
    name: 'verify_last_run_incomplete',
    help: '1 if the last run of the comparison failed, or left payments out.',
    async collect() {
      const last = await askEnded();
      if (last) this.set(last.run === null || isComplete(last.run) ? 0 : 1);
    },
  });
  gaugeIn(registry, {
    name: 'verify_last_success_timestamp_seconds',
    help: 'When the last complete comparison of orders, stock and payments ended; Unix time.',
    async collect() {
      const last = (await askCompleted())?.run;
      if (last?.finishedAt && isComplete(last)) this.set(last.finishedAt.getTime() / msPerSecond);
    },
  });
  gaugeIn(registry, {
    name: 'verify_disagreements',
    help: 'Disagreements found by the last comparison, by kind.',
    labelNames: ['kind'],
    async collect() {
      const last = await askCompleted();
      const output = outputSchema.safeParse(last?.run?.output);
      if (!output.success) return;
      for (const kind of allKinds) this.set({ kind }, output.data.found[kind] ?? 0);
    },
  });
}
