import 'reflect-metadata';
import path from 'node:path';
import { createPool } from '../../platform/database/pool';
import { createLogger } from '../../platform/telemetry/logger';
import { msPerDay } from '../../platform/values/time';
import type { DayNumber } from '../../subgraphs/orders/domain/demand-forecast';
import { type OrdersStore, ordersStore } from '../../subgraphs/orders/store';
import { testOrdersKeys } from '../../subgraphs/orders/testing/orders-keys';
import { withoutGaps } from '../../subgraphs/orders/workflows/jobs/forecast-demand';
import { BenchShop } from '../bench-shop';
import { type Accuracy, evaluate, lastOrigins, originsFrom } from '../forecast/evaluate';
import { type Catalogue, methods } from '../forecast/methods';
import { fixed, proposed, type ReorderRule, replenish } from '../forecast/reorder';
import type { Row } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const skusAtOnce = 1_000;

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

const rowOf = (name: string, accuracy: Accuracy, ms: number): Row => ({
  name,
  figures: {
    'WAPE of 14 days %': accuracy.wape,
    'WAPE of days %': accuracy.wapeOfDays,
    'bias %': accuracy.bias,
    'days within the interval %': accuracy.coverage,
    'width %': accuracy.width,
    forecasts: accuracy.forecasts,
    ms,
  },
});

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
    const catalogue = await catalogueOf(ordersStore(pool, testOrdersKeys));
    const origins = originsOf(catalogue, options);
    const rows = Object.entries(methods).flatMap(([name, method]) =>
      [options.number('skus'), catalogue.skus.length].map((count) => {
        const startedAt = performance.now();
        const accuracy = evaluate(catalogue, method, origins, count);
        return rowOf(`${name}, ${count} SKUs`, accuracy, performance.now() - startedAt);
      }),
    );
    const skus = options.number('skus');
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
    skus: {
      value: 'N',
      means: 'best sellers that are looked at, besides all SKUs',
      fallback: '300',
    },
  },
  run,
};
