import {
  createRateCounters,
  type RateCountersOptions,
} from '../../../platform/redis/rate-counters';
import { publicError } from '../../../platform/requests/public-error';
import { msPerDay, msPerSecond } from '../../../platform/values/time';

const exportsPerDay = 10;
/**
 * Counters of exports in memory, about 4 MB, where there is no Redis or it is unavailable.
 * @exceeded the least used are forgotten first
 * @test platform/redis/rate-counters.test.ts
 */
export const exportCountersMax = 20_000;
/** Duration of a large export. */
const underWaySeconds = 5;

/**
 * Limits expensive exports of personal data: one at a time per account and process, a few a day.
 */
export interface ExportLimits {
  /**
   * Runs an export; failed ones do not count.
   * @throws RATE_LIMITED with `retryAfterSeconds`, and the errors of the export.
   */
  run<T>(userId: string, task: () => Promise<T>): Promise<T>;
}

function refused(message: string, retryAfterSeconds: number): Error {
  return publicError('RATE_LIMITED', message, { retryAfterSeconds });
}

/** The counters are in memory where there is no Redis. */
export function createExportLimits(
  shared: Pick<RateCountersOptions, 'redis' | 'logger'>,
): ExportLimits {
  const where = { keyPrefix: 'exports:', countersMax: exportCountersMax };
  const counters = createRateCounters({ ...shared, ...where });
  const underWay = new Set<string>();
  const add = (userId: string, points: number) =>
    counters.add([{ key: userId, points, windowMs: msPerDay }]);

  const count = async (userId: string): Promise<void> => {
    const [counted] = await add(userId, 1);
    if (counted === undefined || counted.used <= exportsPerDay) return;
    const message = `The limit is ${exportsPerDay} exports a day. Try again tomorrow.`;
    throw refused(message, Math.ceil(counted.msLeft / msPerSecond));
  };

  return {
    async run(userId, task) {
      if (underWay.has(userId)) {
        throw refused(
          'An export of your data is already running. Wait for it to finish.',
          underWaySeconds,
        );
      }
      underWay.add(userId);
      try {
        await count(userId);
        return await task().catch(async (error: unknown) => {
          await add(userId, -1);
          throw error;
        });
      } finally {
        underWay.delete(userId);
      }
    },
  };
}
