import { Random } from '../../platform/testing/random';
import { closedLoop } from '../../testing/load/closed-loop';
import { BenchShop, topologies } from '../bench-shop';
import { burst } from '../load/burst';
import { addStock, placing, spreadCart, stockEverything } from '../load/place-orders';
import { topologyOption } from '../options';
import { faultsOf, type Rules, type Stock } from '../race/judge';
import { type Row, rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const buyersCount = 200;
const unitsCount = 50;
const productsInCart = 20;
/** The units are in two warehouses, so that the last orders need both. */
const shelves = { BER: 30, AMS: 20 };
const warmUpClients = 8;
const warmUpMs = 4_000;

interface Race {
  readonly name: string;
  readonly products: number;
  readonly rules: Rules;
}

const races: readonly Race[] = [
  {
    name: 'one product',
    products: 1,
    rules: { buyers: buyersCount, units: unitsCount, sellsOut: true, lastAnswerMsMax: 2_000 },
  },
  {
    name: `carts of ${productsInCart} products`,
    products: productsInCart,
    // A rejected cart may have held units for a moment, so that another cart found them missing.
    rules: { buyers: buyersCount, units: unitsCount, sellsOut: false, lastAnswerMsMax: null },
  },
];

/** Creates new products, with the units of the race in stock. */
async function newProducts(shop: BenchShop, skus: readonly string[]): Promise<void> {
  const admin = await shop.signIn('admin');
  const input = skus.map((sku) => ({ sku, name: sku, price: '10.00', currency: 'EUR' }));
  const upsert = `mutation ($input: [ProductInput!]!) {
    upsertProducts(input: $input) { accepted } }`;
  const { data } = await shop.ask(upsert, { input }, admin);
  const { accepted } = (data?.upsertProducts ?? {}) as { accepted?: number };
  if (accepted !== skus.length) {
    throw new Error(`Only ${accepted} of ${skus.length} products were created.`);
  }
  await addStock(
    shop,
    skus.flatMap((sku) =>
      Object.entries(shelves).map(([warehouse, delta]) => ({ sku, warehouse, delta })),
    ),
  );
}

async function stockOf(shop: BenchShop, skus: readonly string[]): Promise<Stock[]> {
  await using connection = await shop.database('inventory');
  const { rows } = await connection.query<Stock>(
    `SELECT sku::text, sum(on_hand)::int AS "onHand", sum(reserved)::int AS reserved
     FROM stock_levels WHERE sku = ANY($1::citext[]) GROUP BY sku ORDER BY sku`,
    [skus],
  );
  return rows;
}

interface Run {
  readonly shop: BenchShop;
  readonly buyers: readonly string[];
  readonly random: Random;
}

async function runRace(run: Run, race: Race, round: number) {
  const { shop, buyers, random } = run;
  const skus = Array.from(
    { length: race.products },
    (_, index) => `RACE-${race.products}-${round}-${index + 1}`,
  );
  await newProducts(shop, skus);
  const sample = await burst(
    buyersCount,
    placing(shop, buyers, () => random.shuffled(skus)),
  );
  const lastAnswerMs = Math.max(...sample.latenciesMs);
  const stock = await stockOf(shop, skus);
  const name = `${race.name}, round ${round}`;
  const row: Row = { ...rowOf(name, sample), figures: { 'last answer ms': lastAnswerMs } };
  const found = faultsOf({ outcomes: sample.outcomes, lastAnswerMs, stock }, race.rules);
  if (stock.length !== skus.length) found.push('there are products without stock');
  return { row, faults: found.map((fault) => `${name}: ${fault}`) };
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const rounds = options.number('rounds');
  const random = new Random(options.number('seed'));
  await using shop = await BenchShop.start(options.oneOf('topology', topologies));
  await stockEverything(shop);
  const buyers = await shop.newCustomers(buyersCount);
  await closedLoop(warmUpClients, warmUpMs, placing(shop, buyers, spreadCart));
  const rows: Row[] = [];
  const faults: string[] = [];
  for (const race of races) {
    for (let round = 1; round <= rounds; round += 1) {
      const ended = await runRace({ shop, buyers, random }, race, round);
      rows.push(ended.row);
      faults.push(...ended.faults);
      log(`${ended.row.name}: ${JSON.stringify(ended.row.outcomes)}`);
    }
  }
  return { rows, faults };
}

/**
 * Checks that each unit is sold at most once when many buyers want it, and measures when the last
 * one knows.
 */
export const race: Scenario = {
  name: 'race',
  measures: `${buyersCount} buyers at once for ${unitsCount} units; fails if one is sold twice`,
  options: {
    rounds: { value: 'N', means: 'rounds of each race', fallback: '5' },
    seed: { value: 'N', means: 'seed of the order of products in the carts', fallback: '1' },
    topology: topologyOption,
  },
  run,
};
