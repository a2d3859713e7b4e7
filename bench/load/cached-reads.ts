import { msPerSecond } from '../../platform/values/time';
import { closedLoop } from '../../testing/load/closed-loop';
import type { FilledShop } from '../filled-shop';
import { Meter } from '../measure/meter';
import type { Row } from '../result';
import type { Log } from '../scenario';
import { PageReader, type PublicPage, publicPages } from './public-pages';

const clients = 16;
/** V8 optimizes what it runs often. */
const warmUpMs = 8_000;
const turns = 3;

/** The settings of a shop that executes each query. */
export const withoutKeptAnswers = {
  ORDERPROCESSING_CACHE_ANSWERS_CATALOGUE_SECONDS: '0',
  ORDERPROCESSING_CACHE_ANSWERS_STOCK_MS: '0',
};

interface Layer {
  readonly name: 'cold' | 'warm' | '304';
  readonly filled: FilledShop;
  readonly status: 200 | 304;
}

class LayerMeasurement {
  private readonly meter: Meter;
  private readonly reader: PageReader;

  constructor(
    private readonly layer: Layer,
    private readonly page: PublicPage,
  ) {
    this.meter = new Meter(layer.filled.shop);
    this.reader = new PageReader(layer.filled.shop.url, clients);
  }

  private run(durationMs: number) {
    return closedLoop(clients, durationMs, this.reader.reading(this.page, this.layer.status));
  }

  warmUp = () => this.run(warmUpMs);
  turn = (durationMs: number) => this.meter.during(() => this.run(durationMs));

  async end(): Promise<Row> {
    await this.reader.close();
    return this.meter.row(`${this.page.name}, ${this.layer.name}`);
  }
}

const cpuOf = ({ cpuMs = {} }: Row): number =>
  Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0);

/** @returns the rows of one page, each with its share of the CPU of an execution. */
async function measured(page: PublicPage, layers: readonly Layer[], ms: number): Promise<Row[]> {
  const measurements = layers.map((layer) => new LayerMeasurement(layer, page));
  for (const measurement of measurements) await measurement.warmUp();
  for (let turn = 0; turn < turns; turn += 1) {
    for (const measurement of measurements) await measurement.turn(ms / turns);
  }
  const rows: Row[] = [];
  for (const measurement of measurements) rows.push(await measurement.end());
  const [cold] = rows;
  const coldMs = cold === undefined ? 0 : cpuOf(cold);
  return rows.map((row) => ({ ...row, figures: { 'CPU of cold': cpuOf(row) / coldMs } }));
}

/**
 * A page of 20 products and one product, with `available`, by GET: executed each time, from the
 * memory of the gateway, and for clients that have them already.
 * @param cold a shop that keeps no answers.
 */
export async function cachedReads(
  cold: FilledShop,
  warm: FilledShop,
  seconds: number,
  log: Log,
): Promise<Row[]> {
  const layers: readonly Layer[] = [
    { name: 'cold', filled: cold, status: 200 },
    { name: 'warm', filled: warm, status: 200 },
    { name: '304', filled: warm, status: 304 },
  ];
  const rows: Row[] = [];
  for (const page of publicPages) {
    const found = await measured(page, layers, seconds * msPerSecond);
    for (const { name, perSecond } of found) log(`${name}: ${perSecond?.toFixed(0)} a second`);
    rows.push(...found);
  }
  return rows;
}
