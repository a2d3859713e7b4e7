import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { demoSkuOf } from '../../cli/demo-shop/catalogue';
import { demoEmailOf, demoPassword } from '../../config/demo-accounts';
import { median } from '../../platform/values/median';
import { BenchShop } from '../bench-shop';
import { changeAddress, placeOrThrow } from '../load/changed-order';
import type { Row } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

/** A telephone on a slow network: 1.6 Mbit/s, 150 ms, a CPU that is four times slower. */
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};
const cpuSlowDown = 4;

const visibleMsMax = 2_500;
const taskMsMax = 50;
const changedRows = 20;
/** The number of orders, more than a page of the list shows. */
const orders = 30;
const waitMs = 60_000;
/** The time after which the page has nothing left to do. */
const quietMs = 5_000;

/** Runs in each document before its own scripts: when the first order is drawn, and long tasks. */
const observe = `
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) longTasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector('tbody tr[data-row]')) window.ordersAtMs = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);`;

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/console/orders`);
  await page.getByLabel('E-mail address').fill(demoEmailOf('support'));
  await page.getByLabel('Password').fill(demoPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('tbody tr').first().waitFor();
}

async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devtools.send('Network.emulateNetworkConditions', network);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowDown });
}

/** @returns milliseconds from opening the page, with nothing in the browser's cache. */
async function openOrders(page: Page, url: string): Promise<number> {
  await page.goto(`${url}/console/orders`);
  await page.locator('tbody tr[data-row]').first().waitFor();
  return page.evaluate<number>(`new Promise((done) => {
    const look = () => window.ordersAtMs ? done(window.ordersAtMs) : requestAnimationFrame(look);
    look();
  })`);
}

interface LiveUpdate {
  /** The time from the first change to the last marked row. */
  readonly markedMs: number;
  /** The lengths of tasks above 50 ms; browsers report no others. */
  readonly longTasksMs: readonly number[];
}

async function changeRows(page: Page, change: () => Promise<void>): Promise<LiveUpdate> {
  await page.getByText('Live', { exact: true }).waitFor();
  await pause(quietMs);
  await page.evaluate('window.longTasks.length = 0');
  const begunAtMs = performance.now();
  await change();
  const changed = page.locator('tbody tr.changed');
  await changed.nth(changedRows - 1).waitFor();
  const markedMs = performance.now() - begunAtMs;
  // Tasks are reported when they are over.
  await pause(quietMs);
  const longTasksMs = await page.evaluate<number[]>('window.longTasks.map(([, ms]) => ms)');
  return { markedMs, longTasksMs };
}

function rowsOf(visible: readonly number[], updates: readonly LiveUpdate[]): Row[] {
  const tasks = updates.flatMap(({ longTasksMs }) => longTasksMs);
  const marked = updates.map(({ markedMs }) => markedMs);
  return [
    {
      name: 'orders visible, nothing cached',
      figures: { 'median ms': median(visible), 'worst ms': Math.max(...visible) },
    },
    {
      name: `live update of ${changedRows} rows`,
      figures: {
        'median ms': median(marked),
        'worst ms': Math.max(...marked),
        [`tasks over ${taskMsMax} ms`]: tasks.length,
        'longest of them ms': Math.max(0, ...tasks),
      },
    },
  ];
}

function faultsOf(visible: readonly number[], updates: readonly LiveUpdate[]): string[] {
  const tasks = updates.flatMap(({ longTasksMs }) => longTasksMs);
  const middleMs = Math.round(median(visible));
  return [
    ...(middleMs > visibleMsMax
      ? [`orders are visible after ${middleMs} ms, limit ${visibleMsMax}`]
      : []),
    ...(tasks.length > 0
      ? [
          `a live update ran ${tasks.length} tasks of over ${taskMsMax} ms: ${tasks.map(Math.round)}`,
        ]
      : []),
  ];
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const rounds = options.number('rounds');
  const shop = await BenchShop.start('one-process');
  // The package is only installed for development.
  const { launchChromium } = await import('../../testing/chromium.js');
  const browser = await launchChromium();
  try {
    const [buyer = ''] = await shop.newCustomers(1);
    const ids: string[] = [];
    while (ids.length < orders) ids.push(await placeOrThrow(shop, buyer, [demoSkuOf(0)]));
    const newest = ids.slice(-changedRows);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(waitMs);
    await page.addInitScript(observe);
    await signIn(page, shop.url);
    await slowDown(page);
    const visible: number[] = [];
    const updates: LiveUpdate[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      visible.push(await openOrders(page, shop.url));
      const change = async () => {
        await Promise.all(newest.map((id) => changeAddress(shop, buyer, id, round + 1)));
      };
      updates.push(await changeRows(page, change));
      log(`round ${round} of ${rounds}`);
    }
    return { rows: rowsOf(visible, updates), faults: faultsOf(visible, updates) };
  } finally {
    await browser.close();
    await shop.stop();
  }
}

/**
 * Measures how soon the console shows orders on a slow device, and whether live updates make it
 * stutter.
 */
export const consoleScenario: Scenario = {
  name: 'console',
  measures:
    'the list of orders at 1.6 Mbit/s, 150 ms and a CPU four times slower; fails over its budget',
  options: { rounds: { value: 'N', means: 'times that the list is opened', fallback: '5' } },
  run,
};
