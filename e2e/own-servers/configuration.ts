import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Me, Products, Quote } from '../../client/src/generated/operations';
import type { Client } from '../harness/client';
import { pollMs, soonMs } from '../harness/deadlines';
import { demoAccount } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';
import type { Files } from './files';
import type { RotatedDatabases } from './rotated-databases';

/** Leaves the cores to other suites. */
const pauseMs = 20;

/** Asks again and again; whatever is no whole answer is kept. */
function load(client: Client) {
  let isOver = false;
  let answers = 0;
  const failures: string[] = [];
  const ask = async () => {
    while (!isOver) {
      const asked = answers % 2 === 0 ? client.ask(Me, {}) : client.ask(Products, {});
      const found = await asked.catch((error: Error) => ({ status: error.message, errors: [] }));
      if (found.status === 200 && found.errors.length === 0) answers += 1;
      else failures.push(`${found.status} ${JSON.stringify(found.errors)}`);
      await delay(pauseMs);
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

/** What of the configuration changes while the shop runs, from files and in the database. */
export function checkConfiguration(
  shop: () => Shop,
  databases: () => RotatedDatabases,
  files: () => Files,
): void {
  let customer: Client;
  let admin: Client;

  beforeAll(async () => {
    customer = await demoAccount(shop().client, 'customer');
    admin = await demoAccount(shop().client, 'admin');
  });

  const limitOf = async () => (await customer.ask(Me, {})).headers.get('x-ratelimit-limit');
  const registers = async () => {
    const { data } = await admin.post({ query: '{ featureFlags { name isOn } }' });
    const { featureFlags } = data as { featureFlags: { name: string; isOn: boolean }[] };
    return featureFlags.find(({ name }) => name === 'registration')?.isOn;
  };
  const shippingOf = async () => {
    const lines = [{ sku: 'DEMO-0001', quantity: 1 }];
    const { quote } = await customer.run(Quote, { currency: 'EUR', lines, country: 'DE' });
    return quote?.__typename === 'Quote' ? quote.shipping.amount : null;
  };
  // The load has used up the default limit, for other journeys too.
  afterAll(async () => {
    files().writeSettings(90_000);
    await eventually('the first limit', async () => (await limitOf()) === '90000', soonMs);
  });

  const said =
    (text: string, times = 1) =>
    async () =>
      shop().output.split(text).length > times;

  test('a limit, a price, a flag and a password change under load, and no request fails', async () => {
    const running = load(customer.once);

    expect(await limitOf()).toBe('90000');
    await takesEffect(
      'a changed limit',
      () => files().writeSettings(80_000),
      async () => (await limitOf()) === '80000',
    );
    await takesEffect(
      'a changed price',
      () => files().writeSettings(80_000, '7.70'),
      async () => (await shippingOf()) === '7.70',
    );

    expect(await registers()).toBe(true);
    await takesEffect(
      'a changed flag',
      () => files().writeFlags('off'),
      async () => (await registers()) === false,
    );

    await databases().changePassword('second-password');
    const changedAt = await databases().now();
    // Only the server has the new password: the open connections were ended, and new ones are
    // refused.
    await delay(1_500);
    await takesEffect(
      'a changed secret file',
      () => files().write('password', 'second-password\n'),
      async () => (await databases().connectionsSince(changedAt)) > 0,
    );

    await takesEffect(
      'a changed secret between processes',
      () => files().write('viewer-secret', 'the second secret of viewers in this test'),
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
    expect(shop().output).toContain('configuration changed');
    expect(shop().output).not.toMatch(/second-password|second secret/);
  });

  test('a faulty file changes nothing, and is logged', async () => {
    const limit = await limitOf();
    files().writeSettings('many', '9.90');
    await eventually('the fault is logged', said('configuration has faults'), soonMs);
    files().writeFlags('sideways');
    await eventually('the other fault too', said('feature flags have faults'), soonMs);
    await delay(pollMs);
    expect(await limitOf()).toBe(limit);
    expect(await shippingOf()).toBe('7.70');
    expect(await registers()).toBe(false);
  });

  test('a change that has to wait for a restart is named', async () => {
    files().writeSettings(70_000, '7.70');
    files().write('config.yaml', `server: { corsOrigins: ['https://shop.example'] }\n`);
    await eventually('it is named', said('needs a restart'), soonMs);
  });
}
