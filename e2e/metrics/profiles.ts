import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { PlaceOrder } from '../../client/src/generated/operations';
import type { Client } from '../harness/client';
import { callDeadlineMs, pollMs } from '../harness/deadlines';
import { demoAccount, orderOf } from '../harness/people';
import { pidOf } from '../harness/processes';
import { eventually, type Shop } from '../harness/shop';

/**
 * A limit that every busy event loop exceeds; an idle one is late by hundredths of a millisecond.
 */
export const lateLoop = { ORDERPROCESSING_TELEMETRY_PROFILES_EVENT_LOOP_DELAY_MS: '1' };

interface Profile {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function profile(port: number, address: string, client: Client | null): Promise<Profile> {
  const token = client?.accessToken ?? null;
  const response = await fetch(`http://127.0.0.1:${port}/profile/${address}`, {
    method: 'POST',
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(callDeadlineMs),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Places orders until the promise has settled, with pauses that leave the cores to other suites. */
async function whileOrdering<Value>(customer: Client, settled: Promise<Value>): Promise<Value> {
  let isSettled = false;
  const noticed = settled.finally(() => {
    isSettled = true;
  });
  while (!isSettled) {
    await customer.ask(PlaceOrder, orderOf([['DEMO-0002', 1]], 'tok_ok'));
    await delay(pollMs);
  }
  return noticed;
}

interface Callers {
  readonly admin: Client;
  readonly customer: Client;
}

const callersOf = async ({ client }: Shop): Promise<Callers> => ({
  admin: await demoAccount(client, 'admin'),
  customer: await demoAccount(client, 'customer'),
});

async function auditedFor(admin: Client, subject: string): Promise<string[]> {
  const query = `query ($subject: String!) {
    auditLog(subject: $subject, first: 10) { edges { node { action } } }
  }`;
  const { data } = await admin.post({ query, variables: { subject } });
  const { auditLog } = data as { auditLog: { edges: { node: { action: string } }[] } };
  return auditLog.edges.map(({ node }) => node.action);
}

/**
 * Profiles that were taken before would be counted, too.
 * @param ports the admin ports by process.
 */
export function checkProfiles(running: () => Shop, ports: Readonly<Record<string, number>>): void {
  let shop: Shop;
  let cast: Callers;

  beforeAll(async () => {
    shop = running();
    cast = await callersOf(shop);
  });

  test.concurrent.each([
    ['gateway', true],
    ['users', false],
    ['inventory', true],
    ['orders', true],
    ['orders-jobs', false],
  ])('an ADMIN gets those of %s, and the audit log knows', async (part, isBusy) => {
    const port = ports[part] ?? 0;
    const busy = profile(port, 'cpu?seconds=2', cast.admin);
    const cpu = await whileOrdering(cast.customer, busy);
    expect(cpu.status).toBe(200);
    expect(cpu.headers.get('content-disposition')).toMatch(/\.cpuprofile"$/);
    const { nodes, samples } = JSON.parse(cpu.text);
    expect(samples.length).toBeGreaterThan(0);
    if (isBusy) expect(JSON.stringify(nodes)).toContain('/dist/platform/');
    const heap = await profile(port, 'heap?seconds=1', cast.admin);
    expect(heap.status).toBe(200);
    expect(JSON.parse(heap.text).head.callFrame.functionName).toBe('(root)');
    const actions = await auditedFor(cast.admin, `Process:${part}`);
    expect(actions.toSorted()).toEqual(['process.profile_cpu', 'process.profile_heap']);
    const scrape = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(scrape).toMatch(/profiles_taken_total\{kind="cpu",cause="asked_for",.*\} 1\n/);
  });

  test('nobody else gets one, and what is wrong is said in a sentence', async () => {
    const port = ports.inventory ?? 0;
    const { admin, customer } = cast;
    const nobody = await profile(port, 'heap', null);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer');
    expect((await profile(port, 'heap', admin.as('a.b.c'))).status).toBe(401);
    const other = await profile(port, 'heap', customer);
    expect([other.status, JSON.parse(other.text)]).toEqual([
      403,
      { message: 'Only an ADMIN may take profiles.' },
    ]);
    for (const seconds of ['0', '61', '1.5', 'ten', '']) {
      const wrong = await profile(port, `cpu?seconds=${seconds}`, admin);
      expect(wrong.status, seconds).toBe(400);
    }
    expect((await profile(port, 'disk', admin)).status).toBe(404);
    const read = await fetch(`http://127.0.0.1:${port}/profile/cpu`);
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('one at a time, and a client that leaves makes way', async () => {
    const port = ports.orders ?? 0;
    const leaving = new AbortController();
    const { signal } = leaving;
    const headers = { authorization: `Bearer ${cast.admin.accessToken}` };
    const long = `http://127.0.0.1:${port}/profile/cpu?seconds=60`;
    // The probe for a profile in progress may have taken the slot first: then request it again.
    const left = eventually('an end of the long one', async () => {
      const response = await fetch(long, { method: 'POST', headers, signal }).catch(() => null);
      return response?.status !== 409;
    });
    await eventually(
      'the long one',
      async () => (await profile(port, 'cpu?seconds=1', cast.admin)).status === 409,
    );
    leaving.abort();
    await left;
    await eventually(
      'room for the next one',
      async () => (await profile(port, 'cpu?seconds=1', cast.admin)).status === 200,
    );
  });

  test('while nobody can say who is asking, nobody gets one', async () => {
    const users = pidOf(shop, 'subgraphs/users/main');
    process.kill(users, 'SIGSTOP');
    try {
      const { status, text } = await profile(ports.inventory ?? 0, 'cpu?seconds=1', cast.admin);
      expect([status, JSON.parse(text).message]).toEqual([503, expect.stringContaining('users')]);
    } finally {
      process.kill(users, 'SIGCONT');
    }
  });

  test('no profile can be asked for at the port of the clients', async () => {
    const response = await fetch(`${shop.url}/profile/cpu`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cast.admin.accessToken}` },
    });
    expect(response.status).toBe(404);
  });
}

/** Checks the profiles of a shop that was started with `lateLoop`. */
export function checkOwnProfiles(running: () => Shop, port: () => number): void {
  test('a late event loop leaves one by itself, whose file the log names', async () => {
    const { customer } = await callersOf(running());
    const named = /"file":"([^"]+\.cpuprofile)"/;
    const order = orderOf([['DEMO-0002', 1]], 'tok_ok');
    const file = await eventually('a profile', async () => {
      await customer.ask(PlaceOrder, order);
      return named.exec(running().output)?.[1];
    });
    expect(file.startsWith(running().dataFolder)).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8')).samples.length).toBeGreaterThan(0);
    const scrape = await (await fetch(`http://127.0.0.1:${port()}/metrics`)).text();
    expect(scrape).toMatch(/profiles_taken_total\{kind="cpu",cause="event_loop_delay",.*\} 1\n/);
  });

  test('an ADMIN gets them at the admin port', async () => {
    const { admin } = await callersOf(running());
    expect((await profile(port(), 'cpu?seconds=1', admin)).status).toBe(200);
    expect((await profile(port(), 'heap?seconds=1', admin)).status).toBe(200);
    expect(await auditedFor(admin, 'Process:shop')).toHaveLength(2);
  });
}
