import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client as Connection } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { MeDocument, ProductsDocument, QuoteDocument } from '../client/documents';
import { subgraphNames } from '../config/subgraphs';
import type { Client } from './harness/client';
import { pollMs, soonMs } from './harness/deadlines';
import { demoAccount } from './harness/people';
import { eventually, newFolder, Shop } from './harness/shop';
import { onEachTopology } from './harness/topologies';

/** Databases of a role whose password the test may change, on the server of the run. */
class RotatedDatabases {
  readonly role = `shop_${randomBytes(4).toString('hex')}`;
  private readonly server = new Connection({ connectionString: inject('postgresUrl') });

  async create(password: string): Promise<void> {
    await this.server.connect();
    await this.server.query(`CREATE ROLE ${this.role} LOGIN PASSWORD '${password}'`);
    for (const room of subgraphNames) {
      await this.server.query(`CREATE DATABASE ${this.role}_${room} OWNER ${this.role}`);
    }
  }

  /** Names all but the password, which comes from a file. */
  settings(passwordFile: string): Record<string, string> {
    const { hostname, port } = new URL(inject('postgresUrl'));
    const entries = subgraphNames.flatMap((room) => {
      const prefix = `ORDERPROCESSING_DATABASE_${room.toUpperCase()}`;
      return [
        [`${prefix}_HOST`, hostname],
        [`${prefix}_PORT`, port],
        [`${prefix}_USER`, this.role],
        [`${prefix}_NAME`, `${this.role}_${room}`],
        [`${prefix}_PASSWORD_FILE`, passwordFile],
      ];
    });
    return Object.fromEntries(entries);
  }

  async changePassword(password: string): Promise<void> {
    await this.server.query(`ALTER ROLE ${this.role} PASSWORD '${password}'`);
  }

  /** How many connections were opened since, and so with the new password. */
  async connectionsSince(instant: Date): Promise<number> {
    const { rows } = await this.server.query<{ opened: string }>(
      `SELECT count(*) AS opened FROM pg_stat_activity WHERE usename = $1 AND backend_start > $2`,
      [this.role, instant],
    );
    return Number(rows[0]?.opened);
  }

  async now(): Promise<Date> {
    const { rows } = await this.server.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now ?? new Date();
  }

  async drop(): Promise<void> {
    for (const room of subgraphNames) {
      await this.server.query(`DROP DATABASE IF EXISTS ${this.role}_${room} WITH (FORCE)`);
    }
    await this.server.query(`DROP ROLE IF EXISTS ${this.role}`);
    await this.server.end();
  }
}

/** Asks all the time; whatever is no whole answer is kept. */
function load(client: Client) {
  let isOver = false;
  let answers = 0;
  const failures: string[] = [];
  const ask = async () => {
    while (!isOver) {
      const asked =
        answers % 2 === 0 ? client.ask(MeDocument, {}) : client.ask(ProductsDocument, {});
      const found = await asked.catch((error: Error) => ({ status: error.message, errors: [] }));
      if (found.status === 200 && found.errors.length === 0) answers += 1;
      else failures.push(`${found.status} ${JSON.stringify(found.errors)}`);
    }
  };
  const asking = Promise.all([ask(), ask()]);
  const sofar = () => ({ answers, failures });
  return {
    sofar,
    stop: async () => {
      isOver = true;
      await asking;
      return sofar();
    },
  };
}

/** Changes something and waits until that shows; says how long it took. */
async function takesEffect(
  what: string,
  change: () => void,
  shows: () => Promise<boolean>,
): Promise<void> {
  const startedAtMs = performance.now();
  change();
  await eventually(what, shows, soonMs);
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
  process.stdout.write(`${what}: after ${seconds} s\n`);
}

onEachTopology((topology) => {
  const databases = new RotatedDatabases();
  let folder: string;
  let shop: Shop;
  let customer: Client;
  let admin: Client;

  const file = (name: string) => path.join(folder, name);
  const write = (name: string, text: string) => writeFileSync(file(name), text);
  const writeSettings = (perMinute: number | string, shipping = '4.90') =>
    write(
      'config.yaml',
      `limits: { rate: { userPerMinute: ${perMinute} } }
pricing: { countries: { default: { taxPercent: 0, shipping: { EUR: "${shipping}" } } } }
flags: { file: ${file('flags.json')} }
database: { pool: { max: 4, lifetimeSeconds: 1 } }
`,
    );
  const writeFlags = (registration: 'on' | 'off' | 'sideways') => {
    const variants = { on: true, off: false };
    const flag = { state: 'ENABLED', variants, defaultVariant: registration };
    write('flags.json', JSON.stringify({ flags: { registration: flag } }));
  };

  const limitOf = async () => (await customer.ask(MeDocument, {})).headers.get('x-ratelimit-limit');
  const registers = async () => {
    const { data } = await admin.post({ query: '{ featureFlags { name isOn } }' });
    const { featureFlags } = data as { featureFlags: { name: string; isOn: boolean }[] };
    return featureFlags.find(({ name }) => name === 'registration')?.isOn;
  };
  const shippingOf = async () => {
    const lines = [{ sku: 'DEMO-0001', quantity: 1 }];
    const { quote } = await customer.run(QuoteDocument, { currency: 'EUR', lines, country: 'DE' });
    return quote?.__typename === 'Quote' ? quote.shipping.amount : null;
  };
  const said =
    (text: string, times = 1) =>
    async () =>
      shop.output.split(text).length > times;

  beforeAll(async () => {
    folder = newFolder();
    write('password', 'first-password\n');
    write('viewer-secret', 'the first secret of viewers in this test');
    await databases.create('first-password');
    writeSettings(90_000);
    writeFlags('on');
    shop = await Shop.start(
      {
        ...databases.settings(file('password')),
        ORDERPROCESSING_AUTH_VIEWER_SECRET_FILE: file('viewer-secret'),
        // Set to nothing is not set: the file decides.
        ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE: '',
      },
      folder,
      topology,
    );
    customer = await demoAccount(shop.client, 'customer');
    admin = await demoAccount(shop.client, 'admin');
  });
  afterAll(async () => {
    await shop?.close();
    await databases.drop();
  });

  test('a limit, a price, a flag and a password change under load, and no request fails', async () => {
    const running = load(customer);

    expect(await limitOf()).toBe('90000');
    await takesEffect(
      'a changed limit',
      () => writeSettings(80_000),
      async () => (await limitOf()) === '80000',
    );
    await takesEffect(
      'a changed price',
      () => writeSettings(80_000, '7.70'),
      async () => (await shippingOf()) === '7.70',
    );

    expect(await registers()).toBe(true);
    await takesEffect(
      'a changed flag',
      () => writeFlags('off'),
      async () => (await registers()) === false,
    );

    await databases.changePassword('second-password');
    const changedAt = await databases.now();
    // The server knows it, and nobody else: connections end meanwhile, and none can be opened.
    await delay(1_500);
    await takesEffect(
      'a changed secret file',
      () => write('password', 'second-password\n'),
      async () => (await databases.connectionsSince(changedAt)) > 0,
    );

    await takesEffect(
      'a changed secret between processes',
      () => write('viewer-secret', 'the second secret of viewers in this test'),
      said('auth.viewerSecret'),
    );
    // Answers after it are signed with it.
    const { answers: before } = running.sofar();
    await eventually(
      'more responses arrive',
      async () => running.sofar().answers > before + 4,
      soonMs,
    );

    const { answers, failures } = await running.stop();
    expect([...new Set(failures)]).toEqual([]);
    expect(answers).toBeGreaterThan(10);
    expect(shop.output).toContain('configuration changed');
    expect(shop.output).not.toMatch(/second-password|second secret/);
  });

  test('a faulty file changes nothing, and is logged', async () => {
    const limit = await limitOf();
    writeSettings('many', '9.90');
    await eventually('the fault is logged', said('configuration has faults'), soonMs);
    writeFlags('sideways');
    await eventually('the other fault too', said('feature flags have faults'), soonMs);
    await delay(pollMs);
    expect(await limitOf()).toBe(limit);
    expect(await shippingOf()).toBe('7.70');
    expect(await registers()).toBe(false);
  });

  test('a change that has to wait for a restart is named', async () => {
    writeSettings(70_000, '7.70');
    write('config.yaml', `server: { corsOrigins: ['https://shop.example'] }\n`);
    await eventually('it is named', said('needs a restart'), soonMs);
  });
});
