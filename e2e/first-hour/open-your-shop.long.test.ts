import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { freePort } from '../../platform/testing/free-port';
import { redisAvailable } from '../../platform/testing/redis';
import { postgresWithTls, redisWithTls, type TlsServer } from '../../testing/tls-servers';
import { buildDeadlineMs, buildNewestOf, git } from '../harness/older-build';
import { Servers } from '../own-servers/servers';
import { type Command, runPage } from './page';
import { Terminal } from './terminal';

const page = path.join(repositoryRoot, 'docs/open-your-shop.md');
/** Builds that an update replaces, the newest first; one that does not compile is left out. */
const distances = [1, 8];
/** Each command has a deadline of its own, which says what it waited for. */
const deadlineMs = 2_400_000;
/** Where the page has the program. */
const installed = '/opt/orderprocessing/node_modules/.bin';

const home = mkdtempSync(path.join(tmpdir(), 'own-shop-'));
const shop = path.join(home, 'shop');
const older = path.join(home, 'older');
const bin = path.join(home, 'bin');
const terminals = new Map<string, Terminal>();
const closing: (() => unknown)[] = [];
const ports = new Map<string, number>();
let servers: string[] = [];

/** Makes the program that the page calls the one of a build, as a checkout does. */
function install(build: string): void {
  const program = path.join(bin, 'orderprocessing');
  const script = path.join(build, 'dist/cli/orderprocessing.js');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(program, 0o755);
}

/** PostgreSQL and Redis that speak TLS, as options of setup. */
async function startServers(): Promise<string[]> {
  const own = await Servers.start();
  closing.push(() => own.close());
  await makeCertificates(path.join(home, 'certificates'), ['localhost']);
  const files = tlsFilesOf(path.join(home, 'certificates'), 'localhost');
  const url = own.postgres.tcpUrl('postgres');
  const started: TlsServer[] = [await postgresWithTls(url, files), await redisWithTls(files)];
  closing.push(...started.map(({ close }) => close));
  const [database, redis] = started.map(({ port }) => port);
  const { username, password } = new URL(url);
  const checked = `sslmode=verify-full&sslrootcert=${files.authorityFile}`;
  return [
    '--postgres',
    `'postgresql://${username}:${password}@localhost:${database}?${checked}'`,
    '--redis',
    `rediss://localhost:${redis}`,
  ];
}

beforeAll(async () => {
  for (const shown of ['4000', '4001', '4010']) ports.set(shown, await freePort());
  mkdirSync(bin);
  await buildNewestOf(
    distances.map((distance) => git('rev-parse', `HEAD~${distance}`)),
    older,
  );
  servers = await startServers();
  install(older);
}, distances.length * buildDeadlineMs);
afterAll(async () => {
  for (const terminal of terminals.values()) terminal.close();
  for (const close of closing.reverse()) await close();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
}, deadlineMs);

const settings = () => ({
  ORDERPROCESSING_SERVER_PORT: String(ports.get('4000')),
  ORDERPROCESSING_SERVER_ADMIN_PORT: String(ports.get('4001')),
  ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: String(ports.get('4010')),
  ORDERPROCESSING_REDIS_AUTHORITY_FILE: path.join(home, 'certificates/localhost/authority.pem'),
});

const asRun = (text: string): string =>
  [...ports]
    .reduce(
      (changed, [shown, port]) => changed.replaceAll(`127.0.0.1:${shown}`, `127.0.0.1:${port}`),
      text.replaceAll(installed, bin),
    )
    .replace(
      'orderprocessing setup --yes --name',
      `orderprocessing setup --yes ${servers.join(' ')} --name`,
    );

/** The backups of the page are those of the embedded PostgreSQL. */
const isOfEmbedded = (text: string): boolean => text.startsWith('orderprocessing backup');

async function run({ terminal: name, text }: Command): Promise<string> {
  if (isOfEmbedded(text)) return '';
  // The page installs the next version, and then migrates.
  if (text === 'orderprocessing migrate') install(repositoryRoot);
  const folder = existsSync(shop) ? shop : home;
  const terminal = terminals.get(name) ?? new Terminal(folder, repositoryRoot, settings());
  terminals.set(name, terminal);
  const printed = await terminal.run(asRun(text));
  // What follows would wait for what this command was to do.
  if (/^\(exit code \d+\)$/m.test(printed)) throw new Error(`${text}\n${printed}`);
  return printed;
}

test.skipIf(!redisAvailable)(
  'docs/open-your-shop.md leads to a shipped order on servers of its own, and over an update',
  async () => {
    const ran = await runPage(readFileSync(page, 'utf8'), run);
    expect(ran).toContain('"status":"SHIPPED"');
    expect(ran.match(/^No disagreements\.$/gm)).toHaveLength(2);
    expect(ran.match(/^The shop is open /gm)).toHaveLength(2);
    expect(ran).toMatch(/^ {2}Database {5}(?!embedded)/m);
    expect(existsSync(path.join(shop, '.data/postgres'))).toBe(false);
  },
  deadlineMs,
);
