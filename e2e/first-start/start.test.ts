import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Order } from '../../client/src/generated/operations';
import { openDataFolder } from '../../platform/process/data-folder';
import { freePort } from '../../platform/testing/free-port';
import { runCommand } from '../harness/command';
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

test('a data folder that cannot be made is one clear message and exit 1', async () => {
  const dataFolder = folder();
  const blocked = path.join(dataFolder, 'a-file');
  writeFileSync(blocked, '');
  const shop = await Shop.spawn(dataFolder, {
    ORDERPROCESSING_DATA_FOLDER: path.join(blocked, 'data'),
  });
  expect(await shop.ended()).toBe(1);
  expect(shop.output).toContain(blocked);
  expect(shop.output).not.toContain('    at ');
});

test.each([
  ['token', ['--as', 'customer@example.com'], 'users'],
  ['verify', [], 'orders'],
])('%s says before the first start that it needs the shop', async (command, given, database) => {
  const { code, errors } = await runCommand(command, given, folder());
  expect(errors).toBe(
    `The shop does not run. Start it with npm start, or set database.${database}.url.\n`,
  );
  expect(code).toBe(3);
});

test('a command names the database that it cannot reach', async () => {
  const url = 'postgresql://shop:secret@127.0.0.1:1/users';
  const given = ['--as', 'customer@example.com'];
  const settings = { ORDERPROCESSING_DATABASE_USERS_URL: url };
  const { code, errors } = await runCommand('token', given, folder(), settings);
  expect(errors).toContain('Cannot use the database users on 127.0.0.1:1: connect ECONNREFUSED');
  expect(errors).not.toContain('secret');
  expect(code).toBe(1);
});

test('a wrong configuration lists every fault at once and exits 1', async () => {
  const dataFolder = folder();
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(
    path.join(dataFolder, 'config.yaml'),
    'server:\n  corsOrigins: 7\nlimits:\n  operation:\n    depth: deep\nnonsense: true\n',
  );
  const shop = await Shop.spawn(dataFolder);
  expect(await shop.ended()).toBe(1);
  for (const fault of ['server.corsOrigins', 'limits.operation.depth', 'nonsense']) {
    expect(shop.output).toContain(fault);
  }
});
