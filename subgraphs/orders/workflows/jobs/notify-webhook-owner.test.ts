import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { openMailer } from '../../../../platform/mail/mailer';
import { eventually } from '../../../../platform/testing/eventually';
import { type MailServer, startMailServer } from '../../../../platform/testing/mail-server';
import { openForTest } from '../../../../platform/testing/open-for-file';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../../platform/values/uuid';
import type { DisabledEndpoint } from '../../domain/disabled-endpoint';
import type { OrdersStore } from '../../store';
import type { TakenDelivery } from '../../store/webhook-deliveries';
import type { Announce } from '../../store/webhook-disabling';
import { type JobsRoom, jobsRoom } from '../../testing/jobs-room';
import { openReceiver } from '../../testing/receiver';
import { openShop, person, type Shop } from '../../testing/shop';
import { endpointOf, openDelivery } from '../../testing/webhooks';
import { notifyOwnerQueue } from './notify-webhook-owner';

const testMs = 90_000;
const from = 'shop@example.com';
const url = 'https://hooks.example.com/secret-path?token=hidden';

/** The e-mail address of each account, which a fake of users answers with. */
const addresses = new Map<string, string>();
const users: ServiceCall = async <Data>(query: string, { userId }: Record<string, unknown>) => {
  if (query.includes('unqueuedMails')) return { unqueuedMails: [] } as Data;
  const email = addresses.get(String(userId));
  return { recipient: email === undefined ? null : { email, language: 'EN' } } as Data;
};

function accountWith(address: string): string {
  const userId = uuidV7();
  addresses.set(userId, address);
  return userId;
}

const mailTo = (server: MailServer) => ({
  url: `smtp://127.0.0.1:${server.port}`,
  from,
  tls: 'off' as const,
});

const messageIdOf = (raw: string) => /^Message-ID:\s+(<.+>)\r$/m.exec(raw)?.[1];

describe('an endpoint that is disabled', { timeout: testMs }, () => {
  let server: MailServer;
  let shop: Shop;
  beforeAll(async () => {
    server = await startMailServer();
    const webhooks = { retrySeconds: [0.05], retryEverySeconds: 0.1, giveUpSeconds: 1 };
    shop = await openShop({ webhooks, mail: mailTo(server), users });
    shop.subgraph.startWork();
  });
  const receiver = openForTest(openReceiver);
  afterAll(async () => {
    await shop.close();
    await server.close();
  });

  async function ownerOf(address: string): Promise<string> {
    const partner = person(accountWith(address), 'PARTNER');
    const secretive = receiver.url.replace('/hook', '/secret-path?token=hidden');
    const { endpoint } = await endpointOf(shop, partner, { url: secretive });
    await openDelivery(shop, endpoint.id, 1);
    await openDelivery(shop, endpoint.id, 2);
    return endpoint.id;
  }

  const mailsTo = (address: string) => server.mails.filter(({ to }) => to.includes(address));
  const mailedTo = (address: string) =>
    eventually(`a mail to ${address}`, () => mailsTo(address).length > 0);

  it('because it is gone notifies its owner once: where, why, since when, what to do', async () => {
    receiver.status(410);
    const id = await ownerOf('gone@example.com');
    await mailedTo('gone@example.com');
    await eventually('both deliveries to be over', async () => {
      const { rows } = await shop.pool.query(
        `SELECT FROM webhook_deliveries WHERE endpoint_id = $1 AND lease_until >= now()`,
        [id],
      );
      return rows.length === 0;
    });
    const { rows } = await shop.pool.query(
      `SELECT count(*)::int AS jobs FROM pgboss.job WHERE name = 'tell-webhook-owner'
         AND data ->> 'endpointId' = $1`,
      [id],
    );
    expect(rows).toEqual([{ jobs: 1 }]);
    const [{ raw, text } = { raw: '', text: '' }] = mailsTo('gone@example.com');
    const { host } = new URL(receiver.url);
    expect(raw).toContain(`Subject: Your webhook endpoint at ${host} was disabled\r\n`);
    expect(text).toMatch(/was disabled at\s+\d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    expect(text).toContain('Why: It answered HTTP 410');
    expect(text).toContain(`id: "${id}", input: { enabled: true }`);
    expect(raw + text).not.toMatch(/secret-path|hidden/);
  });

  it('because it has failed for too long notifies its owner too', async () => {
    receiver.status(503);
    await ownerOf('failing@example.com');
    await mailedTo('failing@example.com');
    const [{ text } = { text: '' }] = mailsTo('failing@example.com');
    expect(text).toMatch(/Why: Nothing was accepted since \d{4}-.*; at last it answered HTTP 503/);
  });
});

describe('notifying an owner', { timeout: testMs }, () => {
  let server: MailServer;
  let room: JobsRoom;
  const queueOn = (store: Pick<OrdersStore, 'webhookEndpoints'>) => {
    const options = { ...mailTo(server), deadlineMs: 5_000 };
    const mailer = openMailer({ server: options, logger, registry: new Registry() });
    // The pauses are short: a test does not wait as long as a mail server may be down.
    const hasty = { retryDelaySeconds: 1, expireSeconds: 15 };
    return { ...notifyOwnerQueue({ store, users, mailer }), ...hasty };
  };
  let queue: ReturnType<typeof queueOn>;

  beforeAll(async () => {
    server = await startMailServer();
    room = await jobsRoom((store) => {
      queue = queueOn(store);
      return [queue];
    });
  });
  afterAll(async () => {
    await room.close();
    await server.close();
  });

  /** An endpoint that has just answered 410, with the delivery that it refused. */
  async function goneEndpoint(ownerId: string) {
    const endpoint = { id: uuidV7(), ownerId, url, events: ['order.placed'], secret: 'sealed' };
    await room.store.webhookEndpoints.create(endpoint, null);
    await openDelivery(room, endpoint.id);
    const taking = { limit: 1, perEndpoint: 1, leaseMs: 60_000 };
    const all: TakenDelivery[] = [];
    // The delivery is due at once, unless the machine's clock was set back since it was written.
    await eventually('a delivery to take', async () => {
      all.push(...(await room.store.webhookDeliveries.take(taking)));
      return all.length > 0;
    });
    const [taken] = all;
    if (!taken) throw new Error('There is no delivery to take.');
    const outcome = { responseStatus: 410, pauseMs: null, status: 'FAILED' } as const;
    return {
      owned: { id: endpoint.id, ownerId },
      disable: (announce: Announce) =>
        room.store.webhookDeliveries.recordGone(taken, outcome, { reason: 'Gone.', announce }),
      seen: async () => (await room.store.webhookEndpoints.ofOwner(ownerId))[0],
    };
  }

  const announced: string[] = [];
  const announceBy =
    (jobs: JobsRoom['jobs']): Announce =>
    async (disabled: DisabledEndpoint, within) => {
      announced.push((await jobs.send(queue, disabled, { within })) ?? '');
    };
  const lastJob = () => announced.at(-1) ?? '';
  const mailsTo = (address: string) => server.mails.filter(({ to }) => to.includes(address));

  it('waits for a mail server that is down, and is done once it is back', async () => {
    const { disable } = await goneEndpoint(accountWith('patient@example.com'));
    const { port } = server;
    await server.close();
    await disable(announceBy(room.jobs));
    await room.until(lastJob(), 'retry');
    server = await startMailServer({ port });
    const done = await room.until(lastJob(), 'completed');
    expect(done.output).toEqual({ mail: 'sent' });
    expect(done.attempts).toBeGreaterThan(1);
    expect(mailsTo('patient@example.com')).toHaveLength(1);
  });

  it('ends as a dead letter at an address that is refused, which names no address', async () => {
    const address = 'nobody@example.com';
    const { disable } = await goneEndpoint(accountWith(address));
    server.refuse(address, 550);
    await disable(announceBy(room.jobs));
    const dead = await room.until(lastJob(), 'failed');
    expect(dead.attempts).toBe(1);
    expect(dead.output).toMatchObject({ message: expect.stringContaining('answered 550') });
    const { rows } = await room.pool.query('SELECT FROM pgboss.job WHERE job::text LIKE $1', [
      `%${address}%`,
    ]);
    expect(rows).toEqual([]);
    server.refuse(address, null);
    expect(await room.jobs.retry(dead)).toBe('retried');
    await room.until(lastJob(), 'completed');
    expect(mailsTo(address)).toHaveLength(1);
  });

  it('has the same Message-ID when it is repeated', async () => {
    const { disable } = await goneEndpoint(accountWith('twice@example.com'));
    const disabled = await disable(announceBy(room.jobs));
    await room.until(lastJob(), 'completed');
    if (!disabled) throw new Error('The endpoint was not disabled.');
    await room.until((await room.jobs.send(queue, disabled)) ?? '', 'completed');
    const ids = mailsTo('twice@example.com').map(({ raw }) => messageIdOf(raw));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('sends nothing when the account is erased, or the endpoint enabled again', async () => {
    const erased = await goneEndpoint(uuidV7());
    await erased.disable(announceBy(room.jobs));
    const { output } = await room.until(lastJob(), 'completed');
    expect(output).toEqual({ mail: 'none', because: 'the account is erased' });
    const enabled = await goneEndpoint(accountWith('quick@example.com'));
    const disabled = await enabled.disable(async () => undefined);
    if (!disabled) throw new Error('The endpoint was not disabled.');
    await room.store.webhookEndpoints.update(enabled.owned, { enabled: true }, null);
    const id = (await room.jobs.send(queue, disabled)) ?? '';
    expect((await room.until(id, 'completed')).output).toEqual({
      mail: 'none',
      because: 'it is enabled again',
    });
    expect(mailsTo('quick@example.com')).toEqual([]);
  });

  it('survives a crash: a process that dies before its commit disables nothing', async () => {
    const { disable, seen } = await goneEndpoint(accountWith('crash@example.com'));
    const dying: Announce = async (disabled, within) => {
      await announceBy(room.jobs)(disabled, within);
      throw new Error('the process dies here');
    };
    await expect(disable(dying)).rejects.toThrow('dies here');
    expect(await seen()).toMatchObject({ enabled: true, disabledReason: null });
    expect(await room.jobs.rows.byId(lastJob())).toBeNull();

    const doomed = room.otherProcess();
    await disable(announceBy(doomed));
    await doomed.stop();
    expect(await seen()).toMatchObject({ enabled: false, disabledReason: 'Gone.' });
    await room.until(lastJob(), 'completed');
    expect(mailsTo('crash@example.com')).toHaveLength(1);
    expect(await disable(announceBy(room.jobs))).toBeNull();
  });
});
