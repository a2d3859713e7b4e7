import type { JobRun, Queue } from '../../../../platform/jobs/queue';
import { msPerDay } from '../../../../platform/values/time';
import type { DailySeries, DayNumber } from '../../domain/demand-forecast';
import { Forecaster, IntervalCalibration, ShopShapes } from '../../domain/demand-interval';
import type { SpreadStore } from '../../store';
import type { SkuDemand } from '../../store/daily-demand';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, inBatches, nightly } from './nightly';

/** More than the model and the calibration of its intervals look back (378 days). */
export const demandDays = 400;
/** The number of SKUs in a batch; other work of the process runs between two batches. */
const skusAtOnce = 50;

export interface ForecastDemandDependencies {
  readonly store: Pick<SpreadStore, 'dailyDemand' | 'demandForecasts'>;
  readonly configuration: Pick<OrdersConfiguration, 'orders'>;
}

/** The units of each day from the first sale on. @param before exclusive. */
export function withoutGaps(
  { days, units }: Omit<SkuDemand, 'sku'>,
  before: DayNumber,
): DailySeries {
  const firstDay = days[0] ?? before;
  const byDay = new Array<number>(before - firstDay).fill(0);
  days.forEach((day, index) => {
    byDay[day - firstDay] = units[index] ?? 0;
  });
  return { firstDay, units: byDay };
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
  const shapes = new ShopShapes(withoutGaps(await dailyDemand.ofShop(today), today), today);
  for await (const batch of allSkus(dependencies, today, signal)) {
    for (const demand of batch) shapes.add(withoutGaps(demand, today));
  }
  const { reorder } = dependencies.configuration.orders;
  const calibration = new IntervalCalibration(today, shapes, reorder);
  for await (const batch of allSkus(dependencies, today, signal)) {
    for (const demand of batch) calibration.add(withoutGaps(demand, today));
  }
  const intervals = calibration.intervals();
  const forecaster = intervals && new Forecaster(today, shapes, intervals, reorder);
  let forecasts = 0;
  for await (const batch of allSkus(dependencies, today, signal)) {
    const forecasted = batch.flatMap((demand) => {
      const made = forecaster?.forecast(withoutGaps(demand, today)) ?? null;
      return made === null ? [] : [{ sku: demand.sku, ...made }];
    });
    await demandForecasts.save(today, forecasted);
    forecasts += forecasted.length;
  }
  const expired = await inBatches(() => demandForecasts.expire(today, batchMax), signal);
  return { days, forecasts, expired };
}

/** The job, which runs every night. */
export const forecastDemandJob = (dependencies: ForecastDemandDependencies): Queue =>
  nightly('forecast-demand', '17 1 * * *', (job) => forecastDemand(dependencies, job));
