import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  CancelOrder,
  DeliverOrder,
  Logout,
  PlaceOrder,
  Product,
  RequestPasswordReset,
  SaveAddress,
} from './index';
import { pauseMs, retryAfterMs } from './retry';
import { clientOf, patience, type Reply, refusal, type Script } from './testing/scripted-api';

const product: Reply = { body: { data: { product: { sku: 'A' } } } };
const order: Reply = { body: { data: { placeOrder: { __typename: 'Order', id: '1' } } } };
const input = {
  currency: 'EUR',
  lines: [{ sku: 'A', quantity: 1 }],
  payment: { token: 'tok_ok' },
  shippingAddress: { recipient: 'A', line1: 'B', city: 'C', postalCode: 'D', country: 'DE' },
};

describe('a query is sent again', () => {
  test.each<[string, Reply]>([
    ['after a cut connection', 'cut'],
    ['after 429', refusal(429, 'RATE_LIMITED')],
    ['after 502 of a proxy', { status: 502, body: '<html>Bad Gateway' }],
    ['after 502 of a proxy in JSON', { status: 502, body: { errors: 'Bad Gateway' } }],
    ['after 503', refusal(503, 'SERVICE_UNAVAILABLE')],
    ['after 504', refusal(504, 'TIMEOUT')],
    ['after an error that is marked as retryable', refusal(200, 'OTHER', { retryable: true })],
    ['after an answer that is cut off', { body: '{"data":{"prod' }],
  ])('%s', async (_when, first) => {
    const { client, received } = await clientOf((_, number) => (number < 3 ? first : product));
    expect(await client.run(Product, { sku: 'A' })).toEqual({ sku: 'A' });
    expect(received).toHaveLength(3);
  });

  test('after an attempt that got no answer in its time', async () => {
    const script: Script = (_, number) => (number === 1 ? 'hang' : product);
    const { client, received } = await clientOf(script, { attemptMs: 100 });
    expect(await client.run(Product, { sku: 'A' })).toEqual({ sku: 'A' });
    expect(received).toHaveLength(2);
  });

  test('four times at most', async () => {
    const { client, received } = await clientOf(() => 'cut');
    const error = await client.run(Product, { sku: 'A' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'NetworkError', code: 'NETWORK', attempts: 4 });
    expect(received).toHaveLength(4);
  });

  test('not after other errors', async () => {
    for (const [status, code] of [
      [200, 'FORBIDDEN'],
      [400, 'BAD_USER_INPUT'],
      [500, 'INTERNAL_SERVER_ERROR'],
    ] as const) {
      const { client, received } = await clientOf(() => refusal(status, code));
      await expect(client.run(Product, { sku: 'A' })).rejects.toMatchObject({
        code,
        requestId: 'r1',
      });
      expect(received).toHaveLength(1);
    }
  });
});

describe('a mutation is sent again', () => {
  test('with the same key that the client made', async () => {
    const { client, received } = await clientOf((_, number) => (number < 3 ? 'cut' : order));
    await client.run(PlaceOrder, { input });
    const keys = received.map(
      ({ variables }) => (variables['input'] as { idempotencyKey: string }).idempotencyKey,
    );
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  test('with another key for each call, or the one that the caller has', async () => {
    const { client, received } = await clientOf(() => order);
    await client.run(PlaceOrder, { input });
    await client.run(PlaceOrder, { input });
    await client.run(PlaceOrder, { input }, { idempotencyKey: 'my-own-key' });
    await client.run(PlaceOrder, { input: { ...input, idempotencyKey: 'in-the-input' } });
    const keys = received.map(
      ({ variables }) => (variables['input'] as { idempotencyKey: string }).idempotencyKey,
    );
    expect(new Set(keys).size).toBe(4);
    expect(keys.slice(2)).toEqual(['my-own-key', 'in-the-input']);
  });

  test('never with a key that its text has no variable for', async () => {
    const { client, received } = await clientOf(() => 'cut');
    const own = `mutation Own($inputOfOurs: PlaceOrderInput!) {
      placeOrder(input: $inputOfOurs) { __typename }
    }`;
    const thrown = await client.run(own, { inputOfOurs: input }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: 'NetworkError', attempts: 1, idempotencyKey: undefined });
    expect(received[0]?.variables).toEqual({ inputOfOurs: input });
  });

  test('if it is idempotent by nature', async () => {
    const done: Reply = { body: { data: { cancelOrder: { __typename: 'Order' } } } };
    const { client, received } = await clientOf((_, number) => (number === 1 ? 'cut' : done));
    await client.run(CancelOrder, { id: '1', reason: 'changed my mind' });
    expect(received).toHaveLength(2);
    const leaving = await clientOf((_, number) =>
      number === 1 ? 'cut' : { body: { data: { logout: true } } },
    );
    expect(await leaving.client.run(Logout, { refreshToken: 'secret-token' })).toBe(true);
  });

  test('if it names the parcel that arrived, or the version that was seen', async () => {
    const done: Reply = { body: { data: { deliverOrder: { __typename: 'Order' } } } };
    for (const named of [{ shipmentId: '2' }, { expectedVersion: 3 }, {}, { shipmentId: null }]) {
      const { client, received } = await clientOf((_, number) => (number === 1 ? 'cut' : done));
      const isNamed = Object.values(named).some((value) => value !== null);
      const delivered = client.run(DeliverOrder, { id: '1', ...named });
      if (isNamed) await delivered;
      else await expect(delivered).rejects.toThrow();
      expect(received).toHaveLength(isNamed ? 2 : 1);
    }
  });

  test('never otherwise, not even after 429', async () => {
    for (const reply of ['cut', refusal(429, 'RATE_LIMITED')] as const) {
      const { client, received } = await clientOf(() => reply);
      await expect(client.run(SaveAddress, { input: input.shippingAddress })).rejects.toThrow();
      await expect(client.run(RequestPasswordReset, { email: 'a@example.com' })).rejects.toThrow();
      expect(received).toHaveLength(2);
    }
  });

  test('and its error names the key with which to try later', async () => {
    const { client } = await clientOf(() => 'cut');
    const idempotencyKey = 'my-own-key';
    await expect(client.run(PlaceOrder, { input }, { idempotencyKey })).rejects.toMatchObject({
      idempotencyKey,
      operation: 'PlaceOrder',
    });
  });
});

describe('a call ends', () => {
  test('at its deadline, whatever is left to try', async () => {
    const { client, received } = await clientOf(() => 'hang', { attemptMs: 10_000 });
    const call = client.run(Product, { sku: 'A' }, { deadlineMs: 150 });
    await expect(call).rejects.toMatchObject({ name: 'DeadlineError', code: 'DEADLINE' });
    expect(received).toHaveLength(1);
  });

  test('with the reason of its signal, during a request and during a pause', async () => {
    for (const reply of ['hang', 'cut'] as const) {
      const { client, received } = await clientOf(() => reply, {
        retries: { baseMs: 60_000, capMs: 60_000 },
      });
      vi.spyOn(Math, 'random').mockReturnValue(0.4);
      const leaving = new AbortController();
      const call = client.run(
        Product,
        { sku: 'A' },
        { signal: leaving.signal, deadlineMs: 120_000 },
      );
      await vi.waitFor(() => expect(received).toHaveLength(1), patience);
      const reason = new Error('the page was closed');
      leaving.abort(reason);
      await expect(call).rejects.toBe(reason);
      vi.restoreAllMocks();
    }
  });

  test('before it is sent, if the signal has aborted', async () => {
    const { client, received } = await clientOf(() => product);
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(client.run(Product, { sku: 'A' }, { signal })).rejects.toThrow('too late');
    expect(received).toHaveLength(0);
  });

  test('at once, if the API asks to wait longer than the deadline', async () => {
    const limited = refusal(429, 'RATE_LIMITED', {}, { 'retry-after': '20' });
    const { client, received } = await clientOf(() => limited);
    const call = client.run(Product, { sku: 'A' }, { deadlineMs: 5_000 });
    await expect(call).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 20_000 });
    expect(received).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-24T12:00:00.000Z');

  test.each([
    ['7', 7_000],
    ['0', 0],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('%s is %s ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  test('is waited for', async () => {
    const limited = refusal(429, 'RATE_LIMITED', {}, { 'retry-after': '1' });
    const { client, received } = await clientOf((_, number) => (number === 1 ? limited : product));
    await client.run(Product, { sku: 'A' });
    const [first = { atMs: 0 }, second = { atMs: 0 }] = received;
    expect(second.atMs - first.atMs).toBeGreaterThan(990);
  });
});

describe('pauses', () => {
  const policy = { attemptsMax: 4, baseMs: 500, capMs: 5_000, retryAfterCapMs: 30_000 };
  afterEach(() => void vi.restoreAllMocks());

  test('are random below a limit that doubles up to the cap', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999_999);
    const limits = [1, 2, 3, 4, 5, 9].map((attempt) => Math.round(pauseMs(policy, attempt)));
    expect(limits).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    vi.spyOn(Math, 'random').mockReturnValue(0);
    expect(pauseMs(policy, 3)).toBe(0);
  });

  test('follow Retry-After up to its cap', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    expect(pauseMs(policy, 1, 7_000)).toBe(7_000);
    expect(pauseMs(policy, 1, 3_600_000)).toBe(30_000);
  });
});
