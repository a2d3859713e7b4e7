import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { freePort } from '../../platform/testing/free-port';
import { redisAvailable } from '../../platform/testing/redis';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { type Command, runPage } from './page';
import { stable } from './stable';
import { Terminal } from './terminal';

const page = path.join(repositoryRoot, 'docs/open-your-shop.md');
/** Where the page has the program; the commands run this one. */
const installed = '/opt/orderprocessing';

const home = folderForFile();
const shop = path.join(home, 'shop');
const terminals = new Map<string, Terminal>();
const ports = new Map<string, number>();

beforeAll(async () => {
  for (const shown of ['4000', '4001', '4010']) ports.set(shown, await freePort());
});
afterAll(() => {
  for (const terminal of terminals.values()) terminal.close();
});

/**
 * The page shows the usual ports, which other shops of this machine may use. Hashing is a quarter
 * of the usual work, because on a busy machine a sign-in would take as long as a request may.
 */
const settings = () => ({
  ORDERPROCESSING_AUTH_PASSWORD_COST: '10',
  ORDERPROCESSING_SERVER_PORT: String(ports.get('4000')),
  ORDERPROCESSING_SERVER_ADMIN_PORT: String(ports.get('4001')),
  ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: String(ports.get('4010')),
});

const asRun = (text: string): string =>
  [...ports].reduce(
    (changed, [shown, port]) => changed.replaceAll(`127.0.0.1:${shown}`, `127.0.0.1:${port}`),
    text.replaceAll(installed, repositoryRoot),
  );

const asShown = (text: string): string =>
  [...ports].reduce(
    (changed, [shown, port]) => changed.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${shown}`),
    stable(text, home)
      .replaceAll(repositoryRoot, installed)
      // This shop hashes with less than the default, and the page does not.
      .replace(/^ {2}auth\.passwordCost: .*\n/m, '')
      // The entry of the shipment is on its way from orders to users.
      .replace(/\b\d+ audit entries\.\n.*\n/, '… audit entries.\n'),
  );

async function run({ terminal: name, text }: Command): Promise<string> {
  const folder = existsSync(shop) ? shop : home;
  const terminal = terminals.get(name) ?? new Terminal(folder, repositoryRoot, settings());
  terminals.set(name, terminal);
  return asShown(await terminal.run(asRun(text)));
}

test.skipIf(findPgBackRest() === null || !redisAvailable)(
  'docs/open-your-shop.md shows what its commands print, up to a shipped order and a backup',
  async () => {
    const ran = await runPage(readFileSync(page, 'utf8'), run);
    expect(ran).toContain('"status":"SHIPPED"');
    expect(ran).toContain('No disagreements.');
    expect(ran).not.toContain('exit code');
    await expect(ran).toMatchFileSnapshot(page);
  },
);
