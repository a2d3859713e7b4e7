import { describe, expect, it } from 'vitest';
import { bothPaths } from '../fast-path/testing/both-paths';
import {
  codeIn,
  gatewayForFile,
  type TestAnswer,
  type TestGateway,
} from '../testing/running-gateway';

const read = '{ product(sku: "a") { sku } }';
const greet = 'mutation ($email: EmailAddress!) { greet(email: $email) }';
const variables = { email: 'ada@example.com' };

const metric = async ({ registry }: TestGateway, line: string): Promise<number | undefined> => {
  const found = (await registry.metrics()).split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.split(' ')[1]);
};
const waitingOf = (gateway: TestGateway, priority: string) =>
  metric(gateway, `gateway_admission_waiting{priority="${priority}"}`);

const remainingOf = ({ headers }: TestAnswer) => Number(headers.get('x-ratelimit-remaining'));

const gateway = gatewayForFile({
  configuration: {
    server: { corsOrigins: ['https://shop.example'] },
    limits: { overload: { running: 1, waiting: 2 } },
    // A kept answer needs no subgraph, but it has a turn like any other.
    cache: { answers: { catalogueSeconds: 0, stockMs: 0 } },
  },
});

describe('a gateway whose slots are taken', () => {
  it('lets changes pass reads, refuses what exceeds the queue, and serves all it accepted', async () => {
    // The fast path answers these, and Apollo Server what is sent for the first time.
    const before = remainingOf(await gateway.post({ query: read }));
    await gateway.post({ query: greet, variables });
    const first = gateway.post({ query: '{ waits { sku } }' });
    await gateway.gate.entered;
    const answers: string[] = [];
    const listed = gateway.post({ query: read }).then((answer) => {
      answers.push('read');
      return answer;
    });
    await expect.poll(() => waitingOf(gateway, 'reads')).toBe(1);
    const changed = gateway.post({ query: greet, variables }).then((answer) => {
      answers.push('change');
      return answer;
    });
    await expect.poll(() => waitingOf(gateway, 'changes')).toBe(1);

    for (const query of [read, '{ nothing }']) {
      const refused = await gateway.post({ query });
      expect([refused.status, codeIn(refused)]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      expect(refused.body.errors?.[0]?.extensions.retryable).toBe(true);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    const { whole, fast, isFast } = await bothPaths(gateway, {
      body: { query: greet, variables },
      headers: { origin: 'https://shop.example' },
    });
    expect([isFast, fast]).toEqual([true, whole]);
    expect(fast.response.status).toBe(503);
    expect(fast.response.headers).toMatchObject({
      'retry-after': '1',
      'access-control-allow-origin': 'https://shop.example',
      'access-control-expose-headers': expect.stringContaining('Retry-After'),
    });
    const line = 'gateway_admission_refusals_total{priority="reads",reason="full"}';
    expect(await metric(gateway, line)).toBe(2);
    const signedIn = await gateway.post({ query: 'mutation { register }' });
    expect(signedIn.status).toBe(200);

    gateway.gate.open();
    expect((await first).body.data).toEqual({ waits: { sku: 'a' } });
    expect((await changed).body.data).toEqual({ greet: 'Hello ada@example.com' });
    expect((await listed).body.data).toEqual({ product: { sku: 'a' } });
    expect(answers).toEqual(['change', 'read']);
    // Six were executed since; the two that were refused do not count.
    expect(remainingOf(await gateway.post({ query: read }))).toBe(before - 6);
  });

  it('holds no slot afterwards, whatever the result of the operations', async () => {
    const bad = [
      { query: '{ crashes { name } }' },
      { query: 'query ($count: Int!) { people(count: $count) { id } }' },
      { query: '{ me { secret } }' },
      { query: greet, variables: { email: 3 } },
      { query: '{ unknown }' },
    ];
    for (const body of [...bad, ...bad]) await gateway.post(body);
    const running = ['changes', 'reads', 'reports'].map((priority) =>
      metric(gateway, `gateway_admission_running{priority="${priority}"}`),
    );
    expect(await Promise.all(running)).toEqual([0, 0, 0]);
    expect((await gateway.post({ query: read })).status).toBe(200);
  });
});
