import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseConfiguration } from '../../config/schema';
import { createPool } from '../../platform/database/pool';
import { createLogger } from '../../platform/telemetry/logger';
import { msPerDay } from '../../platform/values/time';
import { type DayNumber, withoutGaps } from '../../subgraphs/orders/domain/demand-forecast';
import { type OrdersStore, ordersStore } from '../../subgraphs/orders/store';
import { testOrdersKeys } from '../../subgraphs/orders/testing/orders-keys';
import { forecastDemand } from '../../subgraphs/orders/workflows/jobs/forecast-demand';
import { BenchShop } from '../bench-shop';
import { copiesOf } from '../forecast/copies';
import {
  type Accuracy,
  type Evaluated,
  evaluate,
  lastOrigins,
  originsFrom,
  segments,
} from '../forecast/evaluate';
import { type Catalogue, methods } from '../forecast/methods';
import { type Line, type Plot, svgOf } from '../forecast/plot';
import { fixed, proposed, type ReorderRule, replenish } from '../forecast/reorder';
import type { Row } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const skusAtOnce = 1_000;
const nanosecondsPerMs = 1e6;
const delayPercentile = 99;

/** The demand of imported orders as the nightly job counts it. */
async function catalogueOf({ dailyDemand }: OrdersStore): Promise<Catalogue> {
  while (await dailyDemand.recountDay());
  const everything: DayNumber = Math.floor(Date.now() / msPerDay);
  const shop = await dailyDemand.ofShop(everything);
  const end = (shop.days.at(-1) ?? 0) + 1;
  const skus = [];
  for (let after: string | null = null; ; ) {
    const batch = await dailyDemand.ofSkus(everything, after, skusAtOnce);
    skus.push(...batch.map((demand) => withoutGaps(demand, end)));
    if (batch.length < skusAtOnce) return { shop: withoutGaps(shop, end), skus };
    after = batch.at(-1)?.sku ?? null;
  }
}

const rowOf = (name: string, accuracy: Accuracy, more: Row['figures'] = {}): Row => ({
  name,
  figures: {
    'WAPE of 14 days %': accuracy.wape,
    'WAPE of days %': accuracy.wapeOfDays,
    'bias %': accuracy.bias,
    'days within the interval %': accuracy.coverage,
    'width %': accuracy.width,
    MASE: accuracy.mase,
    'pinball loss at 0.9 %': accuracy.pinball,
    forecasts: accuracy.forecasts,
    ...more,
  },
});

/** Demand and forecasts of each fortnight, and their errors, as files of SVG. */
function writePlots(
  folder: string,
  origins: readonly DayNumber[],
  found: ReadonlyMap<string, Evaluated>,
): void {
  mkdirSync(folder, { recursive: true });
  const places = origins.map((day) => new Date(day * msPerDay).toISOString().slice(0, 10));
  // Sums of fortnights do not tell the two means of 28 days apart.
  const drawn = [...found].filter(([name]) => name !== 'mean of 28 days by weekday');
  const linesOf = (of: (one: Accuracy) => number): Line[] =>
    drawn.map(([name, { byOrigin }]) => ({ name, values: byOrigin.map(of) }));
  const [first] = found.values();
  const demand = { name: 'demand', values: first?.byOrigin.map((one) => one.demand) ?? [] };
  const plots: readonly (readonly [file: string, plot: Plot])[] = [
    [
      'demand.svg',
      {
        title: 'Demand and forecasts of fortnights, best sellers',
        unit: 'units in 14 days, by the first of them',
        places,
        lines: [...linesOf(({ forecast }) => forecast), demand],
      },
    ],
    [
      'wape.svg',
      {
        title: 'Errors of fortnights, best sellers',
        unit: 'WAPE of sums of 14 days in percent, by the first day',
        places,
        lines: linesOf(({ wape }) => wape),
      },
    ],
  ];
  for (const [file, plot] of plots) writeFileSync(path.join(folder, file), svgOf(plot));
}

/** All SKUs together, and those of each segment. */
const rowsOf = (name: string, { all, bySegment }: Evaluated, ms: number): Row[] => [
  rowOf(name, all, { ms }),
  ...segments.map((segment) => rowOf(`${name}, ${segment.name}`, bySegment[segment.name])),
];

/** Errors of the best sellers and of all SKUs, with seasons that the data does not have. */
function copyRows(catalogue: Catalogue, origins: readonly DayNumber[], skusMax: number): Row[] {
  const rows: Row[] = [];
  for (const copy of copiesOf(catalogue, origins)) {
    for (const count of [skusMax, catalogue.skus.length]) {
      const { all } = evaluate(copy.catalogue, methods.demandForecast, copy.origins, count);
      rows.push(rowOf(`demandForecast, ${copy.name}, ${count} SKUs`, all));
    }
  }
  return rows;
}

/** The nightly job on the first day after the demand, and how long the event loop waited beside it. */
async function nightRow(store: OrdersStore): Promise<Row> {
  const { days } = await store.dailyDemand.ofShop(Math.floor(Date.now() / msPerDay));
  const now = new Date(((days.at(-1) ?? 0) + 1) * msPerDay);
  const configuration = parseConfiguration({ environment: 'development' });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  const { signal } = new AbortController();
  const { forecasts } = await forecastDemand({ store, configuration }, { signal }, now);
  const ms = performance.now() - startedAt;
  delay.disable();
  return {
    name: 'the nightly job',
    figures: {
      forecasts,
      ms,
      'event loop delay p99 ms': delay.percentile(delayPercentile) / nanosecondsPerMs,
      'event loop delay max ms': delay.max / nanosecondsPerMs,
    },
  };
}

const fixedTimes = [1, 1.5, 2, 3];

/** What a shop would have had in stock, and missed, by each rule for reorder points. */
function reorderRows(catalogue: Catalogue, origins: readonly DayNumber[], skusMax: number): Row[] {
  const [first = 0] = origins;
  const rules: (readonly [string, ReorderRule])[] = [
    ['proposed reorder points', proposed],
    ...fixedTimes.map((times) => [`fixed at ${times} lead times`, fixed(times, first)] as const),
  ];
  return rules.map(([name, rule]) => {
    const { daysOut, unitsMissed, stockDays, skus } = replenish(catalogue, rule, origins, skusMax);
    return {
      name,
      figures: {
        'days out of stock %': daysOut,
        'units missed %': unitsMissed,
        'stock in days of demand': stockDays,
        SKUs: skus,
      },
    };
  });
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

function originsOf({ shop }: Catalogue, options: OptionValues): readonly DayNumber[] {
  const from = options.text('from');
  if (from === '') return lastOrigins(shop, options.number('origins'));
  if (!dayPattern.test(from))
    throw new Error(`--from takes a day such as 2011-03-01, not ${from}.`);
  const origins = originsFrom(shop, Date.parse(from) / msPerDay);
  if (origins.length === 0) throw new Error(`No 14 days after ${from} are in the data.`);
  return origins;
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const data = options.text('data');
  if (data === '') throw new Error('--data names the file or folder with orders.');
  const shop = await BenchShop.start('one-process');
  const logger = createLogger({ level: 'warn', pretty: false, name: 'bench' });
  const pool = createPool({ url: shop.databaseUrl('orders'), name: 'bench', logger, max: 1 });
  try {
    log('importing');
    await shop.run('import', 'orders', path.resolve(data));
    const store = ordersStore(pool, testOrdersKeys);
    const catalogue = await catalogueOf(store);
    const origins = originsOf(catalogue, options);
    const skus = options.number('skus');
    const found = new Map<string, Evaluated>();
    const rows = Object.entries(methods).flatMap(([name, method]) =>
      [skus, catalogue.skus.length].flatMap((count) => {
        const startedAt = performance.now();
        const evaluated = evaluate(catalogue, method, origins, count);
        const ms = performance.now() - startedAt;
        if (count === skus) found.set(name, evaluated);
        return rowsOf(`${name}, ${count} SKUs`, evaluated, ms);
      }),
    );
    const plots = options.text('plots');
    if (plots !== '') writePlots(path.resolve(plots), origins, found);
    log('forecasting copies with other seasons');
    rows.push(...copyRows(catalogue, origins, skus));
    log('forecasting as the nightly job does');
    rows.push(await nightRow(store));
    return { rows: [...rows, ...reorderRows(catalogue, origins, skus)] };
  } finally {
    await pool.end();
    await shop.stop();
  }
}

/** Measures the error of demand forecasts on given orders. */
export const forecast: Scenario = {
  name: 'forecast',
  measures: 'errors of the demand forecast and of naive ones, on orders of your own',
  options: {
    data: { value: 'PATH', means: 'file or folder for `import orders`', fallback: '' },
    from: {
      value: 'DATE',
      means: 'forecasts every fortnight from this day on, instead of the last ones',
      fallback: '',
    },
    origins: { value: 'N', means: 'fortnights at the end that are forecast', fallback: '7' },
    plots: {
      value: 'FOLDER',
      means: 'also draws demand, forecasts and errors of the best sellers, as SVG',
      fallback: '',
    },
    skus: {
      value: 'N',
      means: 'best sellers that are looked at, besides all SKUs',
      fallback: '300',
    },
  },
  run,
};
