import {
  type DailySeries,
  type DayNumber,
  daysPerWeek,
  historyBefore,
  historyDaysMin,
  weekdayOf,
} from '../../subgraphs/orders/domain/demand-forecast';
import {
  Forecaster,
  IntervalCalibration,
  intervalShare,
  type LeadTimeOptions,
  ShopShapes,
} from '../../subgraphs/orders/domain/demand-interval';

export interface DayForecast {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** Forecasts the day that is `ahead` days after the origin; null if the history is too short. */
export type ForecastDay = (series: DailySeries, ahead: number) => DayForecast | null;

export interface Catalogue {
  readonly shop: DailySeries;
  readonly skus: readonly DailySeries[];
}

/** A forecasting method, which may use only data before the origin. */
export type Method = (catalogue: Catalogue, origin: DayNumber) => ForecastDay;

/** A series as it was known at the origin. */
const until = ({ firstDay, units }: DailySeries, origin: DayNumber): DailySeries => ({
  firstDay,
  units: units.slice(0, Math.max(0, origin - firstDay)),
});

/** The defaults of `orders.reorder`. */
export const leadTime: LeadTimeOptions = { leadTimeDays: 14, serviceLevel: 0.95 };

type MadeForecast = ReturnType<Forecaster['forecast']>;

/** The forecasts that the nightly job would store at the origin, each made once. */
export function forecastsAt(
  { shop, skus }: Catalogue,
  origin: DayNumber,
): (series: DailySeries) => MadeForecast {
  const shapes = new ShopShapes(until(shop, origin), origin);
  const known = skus.map((series) => until(series, origin));
  for (const series of known) shapes.add(series);
  const calibration = new IntervalCalibration(origin, shapes, leadTime);
  for (const series of known) calibration.add(series);
  const intervals = calibration.intervals();
  const forecaster = intervals && new Forecaster(origin, shapes, intervals, leadTime);
  const made = new Map<DailySeries, MadeForecast>();
  return (series) => {
    const found = made.get(series) ?? forecaster?.forecast(until(series, origin)) ?? null;
    made.set(series, found);
    return found;
  };
}

/** The forecast that the nightly job stores. */
const product: Method = (catalogue, origin) => {
  const forecastOf = forecastsAt(catalogue, origin);
  return (series, ahead) => {
    const week = forecastOf(series);
    const weekday = weekdayOf(origin + ahead);
    if (!week) return null;
    const [expected, low, high] = [week.expected, week.low, week.high].map(
      (of) => of[weekday] ?? 0,
    );
    return { expected: expected ?? 0, low: low ?? 0, high: high ?? 0 };
  };
};

const tail = (1 - intervalShare) / 2;
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

/** The interval of the naive methods: the middle 80 % of the days of the last eight weeks. */
function ownRange(history: readonly number[]): Omit<DayForecast, 'expected'> {
  const recent = history.slice(-historyDaysMin).sort((a, b) => a - b);
  return { low: quantile(recent, tail), high: quantile(recent, 1 - tail) };
}

const naive =
  (expect: (history: readonly number[], ahead: number) => number): Method =>
  (_catalogue, origin) =>
  (series, ahead) => {
    const history = historyBefore(series, origin);
    if (history.length < historyDaysMin) return null;
    return { expected: expect(history, ahead), ...ownRange(history) };
  };

const fortnight = 2 * daysPerWeek;
const meanDays = 4 * daysPerWeek;

export const methods = {
  demandForecast: product,
  'the last two weeks again': naive((history, ahead) => history.at(ahead - fortnight) ?? 0),
  'mean of 28 days by weekday': naive((history, ahead) => {
    const days = [1, 2, 3, 4].map((week) => history.at((ahead % daysPerWeek) - week * daysPerWeek));
    return days.reduce<number>((sum, units) => sum + (units ?? 0), 0) / days.length;
  }),
  'mean of 28 days': naive(
    (history) => history.slice(-meanDays).reduce((sum, units) => sum + units, 0) / meanDays,
  ),
} satisfies Readonly<Record<string, Method>>;
