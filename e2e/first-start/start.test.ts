import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Order } from '../../client/src/generated/operations';
import { openDataFolder } from '../../platform/process/data-folder';
import { freePort } from '../../platform/testing/free-port';
import { demoAccount, placedOrder } from '../harness/people';
import { eventually, newFolder, preparedFolder, Shop } from '../harness/shop';

const opened: Shop[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const shop of opened.splice(0)) await shop.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(created = newFolder()): string {
  folders.push(created);
  return created;
}

async function start(dataFolder: string, settings: Record<string, string> = {}): Promise<Shop> {
  const shop = await Shop.start(settings, dataFolder);
  opened.push(shop);
  return shop;
}

/** Processes whose command line names the folder: ours, however they were started. */
function processesIn(dataFolder: string): string[] {
  const list = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
  return list.split('\n').filter((line) => line.includes(dataFolder));
}

async function place(shop: Shop): Promise<string> {
  const customer = await demoAccount(shop.client, 'customer');
  return (await placedOrder(customer, [['DEMO-0001', 1]])).id;
}

async function statusOf(shop: Shop, id: string) {
  const customer = await demoAccount(shop.client, 'customer');
  const { order } = await customer.run(Order, { id });
  return order?.status;
}

test('what was acknowledged outlives Ctrl-C and kill -9, and nothing keeps running', async () => {
  // `first-start.test.ts` starts in an empty folder.
  const dataFolder = folder(await preparedFolder());
  const first = await start(dataFolder);
  // It is ready as soon as one gateway is, and says so when all are.
  await eventually('the banner', async () => first.output.includes('orderprocessing demo order'));
  const id = await place(first);
  expect(await first.stop()).toBe(0);
  expect(processesIn(dataFolder)).toEqual([]);

  const second = await start(dataFolder);
  expect(await statusOf(second, id)).toBe('CONFIRMED');
  const another = await place(second);
  second.process.kill('SIGKILL');
  await second.ended();

  const third = await start(dataFolder);
  expect(await statusOf(third, another)).toBe('CONFIRMED');
  expect(await third.stop()).toBe(0);
  expect(processesIn(dataFolder)).toEqual([]);
});

test('a port in use is one clear message, exit 1, and nothing half started', async () => {
  const dataFolder = folder();
  const port = await freePort();
  const squatter = createServer().listen(port, '127.0.0.1');
  try {
    const shop = await Shop.spawn(dataFolder, { ORDERPROCESSING_SERVER_PORT: String(port) });
    expect(await shop.ended()).toBe(1);
    expect(shop.output).toContain(String(port));
    expect(shop.output).not.toContain('    at ');
    expect(processesIn(dataFolder)).toEqual([]);

    // A shop that runs already has the ports, too: its data folder is the better reason.
    const held = openDataFolder(path.join(dataFolder, 'data'));
    const second = await Shop.spawn(dataFolder, { ORDERPROCESSING_SERVER_PORT: String(port) });
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain(`uses its data folder ${held.path} (process ${process.pid}).`);
    held.release();
  } finally {
    squatter.close();
  }
});
