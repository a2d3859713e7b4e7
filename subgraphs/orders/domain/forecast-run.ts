import { type DailySeries, type DayNumber, withoutGaps } from './demand-forecast';
import type { LeadTime, LeadTimeOptions, WeekForecast } from './demand-interval';
import { Forecaster, IntervalCalibration, ShopShapes } from './demand-interval';

/** Units by day; days without units are missing. */
export interface SparseDemand {
  readonly days: readonly DayNumber[];
  readonly units: readonly number[];
}

export interface RunOptions {
  /** The first day that is forecast. */
  readonly origin: DayNumber;
  readonly shop: SparseDemand;
  readonly leadTime: LeadTimeOptions;
}

export type SkuForecast = WeekForecast & LeadTime;

/**
 * The forecasts of one night. Every SKU is given to each step, in batches: first to the shapes of the
 * shop, then to the calibration, then to be forecast.
 */
export class ForecastRun {
  private readonly shapes: ShopShapes;
  private calibration: IntervalCalibration | null = null;
  private forecaster: Forecaster | null = null;

  constructor(private readonly options: RunOptions) {
    this.shapes = new ShopShapes(this.seriesOf(options.shop), options.origin);
  }

  shape(batch: readonly SparseDemand[]): void {
    for (const demand of batch) this.shapes.add(this.seriesOf(demand));
  }

  calibrate(batch: readonly SparseDemand[]): void {
    const { origin, leadTime } = this.options;
    this.calibration ??= new IntervalCalibration(origin, this.shapes, leadTime);
    for (const demand of batch) this.calibration.add(this.seriesOf(demand));
  }

  /** @returns null for each SKU without a forecast. */
  forecast(batch: readonly SparseDemand[]): (SkuForecast | null)[] {
    const { origin, leadTime } = this.options;
    const intervals = this.forecaster === null ? (this.calibration?.intervals() ?? null) : null;
    if (intervals) this.forecaster = new Forecaster(origin, this.shapes, intervals, leadTime);
    return batch.map((demand) => this.forecaster?.forecast(this.seriesOf(demand)) ?? null);
  }

  private seriesOf(demand: SparseDemand): DailySeries {
    return withoutGaps(demand, this.options.origin);
  }
}
