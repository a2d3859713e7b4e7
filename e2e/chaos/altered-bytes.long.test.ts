import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { PlaceOrder } from '../../client/src/generated/operations';
import { subgraphNames } from '../../config/subgraphs';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { openSandbox, type Sandbox } from '../../payments/sandbox/sandbox';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/database';
import { type MailServer, startMailServer } from '../../platform/testing/mail-server';
import { Random } from '../../platform/testing/random';
import { redisAvailable } from '../../platform/testing/redis';
import { SignalReceiver } from '../../platform/testing/signal-receiver';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { startVaultStub, stubAuth, type VaultStub } from '../../platform/testing/vault-stub';
import { postgresWithTls, redisWithTls, tlsBefore } from '../../testing/tls-servers';
import type { Client } from '../harness/client';
import { runCommand } from '../harness/command';
import { demoAccount, orderOf } from '../harness/people';
import { eventually, newFolder, Shop } from '../harness/shop';
import { FaultProxy, type FlippedBit } from './fault-proxy';

/** Each link of the shop to a server that speaks TLS. */
const links = ['PostgreSQL', 'Redis', 'payments', 'telemetry', 'mail', 'Vault'] as const;
type Link = (typeof links)[number];

/** Faults on each link, in each direction, one after the other. */
const flips: readonly FlippedBit[] = ['any', 'record length', 'any'];
/** The longest silence of PostgreSQL is 20 s, in which each attempt to order ends after 10 s. */
const sellsAgainMs = 45_000;
/**
 * A job whose worker never received it goes to another one after 120 s, which is checked every
 * minute; a mail that failed is sent again after 10 s, and then after 20 s more.
 */
const mailArrivesMs = 240_000;
const logLinesShown = 100;
const secret = (name: string): string => `a secret of this test, long enough: ${name}`;
const viewerSecret = secret('viewers');

const orderNote = 'query ($id: ID!) { order(id: $id) { status note } }';

interface Placed {
  readonly id: string;
  readonly number: string;
  readonly note: string;
}

const scratch = folderForFile();
const databases = new Map<string, TestDatabase>();
const proxies = new Map<Link, FaultProxy>();
const closing: (() => unknown)[] = [];
const placed: Placed[] = [];
let mail: MailServer;
let signals: SignalReceiver;
let vault: VaultStub;
let sandbox: Sandbox;
let settings: Record<string, string>;
let shop: Shop;
let customer: Client;

const portOf = (url: string): number => Number(new URL(url).port);

async function proxyTo(link: Link, targetPort: number): Promise<number> {
  const random = new Random(proxies.size + 1);
  const proxy = new FaultProxy({ name: link, targetPort, random, handshakeRoundTrips: 1 });
  await proxy.listen();
  closing.push(() => proxy.close());
  proxies.set(link, proxy);
  return proxy.port;
}

function databaseUrl(name: string, port: number, authorityFile: string): string {
  const url = new URL(databases.get(name)?.url ?? '');
  url.hostname = 'localhost';
  url.port = String(port);
  url.search = '';
  url.searchParams.set('sslmode', 'verify-full');
  url.searchParams.set('sslrootcert', authorityFile);
  return url.href;
}

const sandboxOptions = (dataFolder: string) => ({
  host: '127.0.0.1',
  port: 0,
  dataFolder,
  merchantName: 'Test',
  log: () => undefined,
  onFailure: (error: unknown) => {
    throw error;
  },
});

/** Everything that the shop speaks TLS with, and a proxy before each of them. */
async function serve(): Promise<void> {
  await makeCertificates(scratch, ['localhost']);
  const files = tlsFilesOf(scratch, 'localhost');
  const { authorityFile } = files;
  const behindTls = async (link: Link, port: number) => {
    const server = await tlsBefore(port, files);
    closing.push(server.close);
    return proxyTo(link, server.port);
  };
  for (const name of subgraphNames) databases.set(name, await createTestDatabase(name));
  const postgres = await postgresWithTls(inject('postgresUrl'), files);
  closing.push(postgres.close);
  const redis = await redisWithTls(files);
  closing.push(redis.close);
  mail = await startMailServer();
  closing.push(mail.close);
  signals = await SignalReceiver.open();
  closing.push(() => signals.close());
  vault = await startVaultStub();
  vault.secrets.set('shop/auth', { viewerSecret });
  closing.push(vault.close);

  const secrets = { apiSecret: secret('sandbox'), callbackSecret: secret('callbacks') };
  sandbox = await openSandbox({ ...secrets, ...sandboxOptions(path.join(scratch, 'sandbox')) });
  closing.push(() => sandbox.close());
  const databasePort = await proxyTo('PostgreSQL', postgres.port);
  const telemetry = `https://localhost:${await behindTls('telemetry', portOf(signals.url))}`;
  const authorities = {
    ORDERPROCESSING_REDIS_AUTHORITY_FILE: authorityFile,
    ORDERPROCESSING_PAYMENTS_AUTHORITY_FILE: authorityFile,
    ORDERPROCESSING_TELEMETRY_AUTHORITY_FILE: authorityFile,
    ORDERPROCESSING_MAIL_AUTHORITY_FILE: authorityFile,
    ORDERPROCESSING_SECRETS_VAULT_AUTHORITY_FILE: authorityFile,
  };
  settings = {
    ...authorities,
    ...databaseVariables((name) => databaseUrl(name, databasePort, authorityFile)),
    // Each of the two addresses of localhost gets 250 ms by default, and a busy machine takes
    // longer.
    NODE_OPTIONS: '--network-family-autoselection-attempt-timeout=5000',
    ORDERPROCESSING_ENVIRONMENT: 'test',
    ORDERPROCESSING_DEMO_ENABLED: 'true',
    ORDERPROCESSING_REDIS_URL: `rediss://localhost:${await proxyTo('Redis', redis.port)}`,
    ORDERPROCESSING_PAYMENTS_SANDBOX_START: 'false',
    ORDERPROCESSING_PAYMENTS_SANDBOX_API_SECRET: secrets.apiSecret,
    ORDERPROCESSING_PAYMENTS_SANDBOX_CALLBACK_SECRET: secrets.callbackSecret,
    ORDERPROCESSING_SERVICES_SANDBOX_URL: `https://localhost:${await behindTls('payments', sandbox.port)}`,
    ORDERPROCESSING_TELEMETRY_TRACING_ENDPOINT: telemetry,
    ORDERPROCESSING_TELEMETRY_TRACING_RATIO: '1',
    ORDERPROCESSING_TELEMETRY_LOGS_ENDPOINT: telemetry,
    ORDERPROCESSING_MAIL_URL: `smtps://localhost:${await behindTls('mail', mail.port)}`,
    ORDERPROCESSING_MAIL_FROM: 'Shop <shop@example.com>',
    ORDERPROCESSING_SECRETS_VAULT_ADDRESS: `https://localhost:${await behindTls('Vault', portOf(vault.url))}`,
    ORDERPROCESSING_SECRETS_VAULT_AUTH_TOKEN: stubAuth.rootToken,
    ORDERPROCESSING_SECRETS_VAULT_REFRESH_SECONDS: '1',
    ORDERPROCESSING_SECRETS_VAULT_PATHS: 'auth.viewerSecret: shop/auth#viewerSecret',
  };
}

/** Places one order, again with its key until there is an answer. */
async function place(): Promise<void> {
  const note = `note ${randomUUID()}`;
  const given = orderOf([['DEMO-0001', 1]], 'tok_ok', { note });
  const order = await eventually(
    'an order is placed',
    async () => {
      const answer = await customer.run(PlaceOrder, given).catch(() => null);
      return answer?.placeOrder?.__typename === 'Order' && answer.placeOrder;
    },
    sellsAgainMs,
  );
  placed.push({ id: order.id, number: order.number, note });
}

const infoLine = /"level":"info"/;
/** What the shop warned about, where a test does not say why it failed. */
const printLog = (): void => {
  const lines = shop.output.split('\n').filter((line) => !infoLine.test(line));
  process.stdout.write(`${lines.slice(-logLinesShown).join('\n')}\n`);
};

describe.skipIf(!redisAvailable)('bits that change on the links of a running shop', () => {
  beforeAll(async () => {
    await serve();
    shop = await Shop.start(settings, newFolder());
    customer = await demoAccount(shop.client, 'customer');
    await place();
  }, 240_000);
  afterAll(async () => {
    await shop?.close();
    for (const close of closing.splice(0).reverse()) await close();
    for (const database of databases.values()) await database.drop();
  }, 120_000);

  test.each(links.flatMap((link) => [[link, 'request'] as const, [link, 'answer'] as const]))(
    'on the link to %s, in a %s: the connection ends, and the shop sells again',
    async (link, direction) => {
      onTestFailed(printLog);
      const proxy = proxies.get(link);
      if (!proxy) throw new Error(`There is no proxy before ${link}.`);
      for (const what of flips) {
        const before = proxy.bitsFlipped;
        proxy.flip(direction, what);
        await eventually(
          `a bit changes on the link to ${link}`,
          async () => {
            await place();
            return proxy.bitsFlipped > before;
          },
          sellsAgainMs,
        );
        await place();
      }
    },
    3 * flips.length * sellsAgainMs,
  );

  test(
    'no altered byte was accepted: orders, mails, traces and logs are as they were written',
    async () => {
      onTestFailed(printLog);
      for (const { id, note } of placed) {
        const order = await eventually(
          `${id} is decided`,
          async () => {
            const { data } = await customer.post({ query: orderNote, variables: { id } });
            const found = (data as { order: { status: string } | null } | null)?.order;
            return found && found.status !== 'PENDING' && found;
          },
          sellsAgainMs,
        );
        expect(order).toEqual({ status: 'CONFIRMED', note });
      }
      for (const { number } of placed) {
        await eventually(
          `the mail about ${number}`,
          async () => mail.mails.some(({ text }) => text.includes(number)),
          mailArrivesMs,
        );
      }
      // A mail whose answer was lost is sent again; it says the same.
      const texts = mail.mails.filter(({ text }) => text.includes(placed[0]?.number ?? ''));
      expect(new Set(texts.map(({ text }) => text)).size).toBe(1);
      expect(signals.lines.length).toBeGreaterThan(0);
      const services = [...signals.lines, ...signals.spans].map(({ service }) => service);
      expect(new Set(services)).toEqual(new Set(['shop']));
    },
    2 * mailArrivesMs,
  );

  test('orders, stock and payments agree, and nothing was uncaught', async () => {
    const verified = await runCommand(
      'verify',
      ['--ledger', `${sandbox.url}/ledger`],
      shop.dataFolder,
      settings,
    );
    expect(verified).toEqual({ code: 0, errors: '', output: expect.any(String) });
    expect(shop.output).not.toMatch(/uncaught|unhandled/i);
    expect(await shop.stop()).toBe(0);
  }, 120_000);
});
