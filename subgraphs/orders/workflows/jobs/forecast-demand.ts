import type { JobRun, Queue } from '../../../../platform/jobs/queue';
import { msPerDay } from '../../../../platform/values/time';
import type { DayNumber } from '../../domain/demand-forecast';
import type { SpreadStore } from '../../store';
import type { SkuDemand } from '../../store/daily-demand';
import type { OrdersConfiguration } from '../dependencies';
import { ForecastThread } from './forecast-thread';
import { batchMax, inBatches, nightly } from './nightly';

/** More than the model and the calibration of its intervals look back (378 days). */
export const demandDays = 400;
/** The number of SKUs in a batch, whose rows are read into memory. */
const skusAtOnce = 50;

export interface ForecastDemandDependencies {
  readonly store: Pick<SpreadStore, 'dailyDemand' | 'demandForecasts'>;
  readonly configuration: Pick<OrdersConfiguration, 'orders'>;
}

async function* allSkus(
  { store }: Pick<ForecastDemandDependencies, 'store'>,
  today: DayNumber,
  signal: AbortSignal,
): AsyncGenerator<SkuDemand[]> {
  if (signal.aborted) return;
  for await (const batch of store.dailyDemand.batches(today, skusAtOnce)) {
    yield batch;
    if (signal.aborted) return;
  }
}

async function recount(
  { store }: Pick<ForecastDemandDependencies, 'store'>,
  today: DayNumber,
  signal: AbortSignal,
): Promise<number> {
  await store.dailyDemand.markChangeable(today);
  await inBatches(() => store.dailyDemand.expire(today - demandDays, batchMax), signal);
  let days = 0;
  while (!signal.aborted && (await store.dailyDemand.recountDay())) days += 1;
  return days;
}

/**
 * Counts the demand of past days, and forecasts that of the coming ones. Each step is repeatable:
 * after a crash the next run begins with what is not counted yet.
 * @param now the time of the run; its UTC day is the first that is forecast.
 */
export async function forecastDemand(
  dependencies: ForecastDemandDependencies,
  { signal }: Pick<JobRun, 'signal'>,
  now = new Date(),
): Promise<{ days: number; forecasts: number; expired: number }> {
  const { dailyDemand, demandForecasts } = dependencies.store;
  const today = Math.floor(now.getTime() / msPerDay);
  const days = await recount(dependencies, today, signal);
  const { reorder: leadTime } = dependencies.configuration.orders;
  const shop = await dailyDemand.ofShop(today);
  const thread = new ForecastThread({ origin: today, shop, leadTime });
  let forecasts = 0;
  try {
    for (const step of ['shape', 'calibrate'] as const) {
      for await (const batch of allSkus(dependencies, today, signal)) await thread.run(step, batch);
    }
    for await (const batch of allSkus(dependencies, today, signal)) {
      const made = await thread.run('forecast', batch);
      const forecasted = batch.flatMap(({ sku }, index) => {
        const forecast = made[index] ?? null;
        return forecast === null ? [] : [{ sku, ...forecast }];
      });
      await demandForecasts.save(today, forecasted);
      forecasts += forecasted.length;
    }
  } finally {
    await thread.stop();
  }
  const expired = await inBatches(() => demandForecasts.expire(today, batchMax), signal);
  return { days, forecasts, expired };
}

/** The job, which runs every night. */
export const forecastDemandJob = (dependencies: ForecastDemandDependencies): Queue =>
  nightly('forecast-demand', '17 1 * * *', (job) => forecastDemand(dependencies, job));
