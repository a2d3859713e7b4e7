import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ComparedAnswers } from '../../cli/release/compared-answers';
import { findProgram } from '../../platform/process/run-program';
import { Random } from '../../platform/testing/random';
import { startDeadlineMs } from '../harness/deadlines';
import { Shop } from '../harness/shop';
import { ReleaseSite } from './site';
import { blocking, lateOrders, leaking, priced, type StubBehavior } from './stub-build';

const everyMs = 20;
const orderShare = 0.1;
const deadlineMs = 300_000;
const promisedSeconds = 60;

/** 50 requests a second, a tenth of them orders, as long as the releases last. */
class Load {
  /** What went wrong with calls that failed. */
  readonly failures: string[] = [];
  private isOver = false;
  private readonly sending = new Set<Promise<void>>();

  constructor(private readonly url: string) {
    void this.run();
  }

  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.sending);
  }

  private async run(): Promise<void> {
    const random = new Random(1);
    while (!this.isOver) {
      // A fixed order would fall in with HAProxy's turns, and a version would get no orders at all.
      const one = this.send(random.next() < orderShare ? '/order' : '/');
      this.sending.add(one);
      void one.then(() => this.sending.delete(one));
      await pause(everyMs);
    }
  }

  private async send(path: string): Promise<void> {
    const failure = await fetch(`${this.url}${path}`).then(
      async (answer) => {
        const text = await answer.text();
        return answer.ok && text !== '' ? null : `${path}: ${answer.status} ${text}`;
      },
      (error: unknown) => `${path}: ${inspect(error)}`,
    );
    if (failure !== null) this.failures.push(failure);
  }
}

describe('the reads of a release', () => {
  let shop: Shop;
  let cheaper: Server;
  const agent = new Agent();

  /** The same shop with a tax of zero, as another version of it. */
  async function withoutTax(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${shop.url}/graphql`, { method: 'POST', headers, body });
    const answered = await answer.text();
    response.end(answered.replaceAll(/"tax":\{"amount":"[^"]*"/g, '"tax":{"amount":"0.00"'));
  }

  beforeAll(async () => {
    shop = await Shop.start();
    cheaper = createServer((incoming, response) => void withoutTax(incoming, response));
    cheaper.listen(0, '127.0.0.1');
    await once(cheaper, 'listening');
  }, startDeadlineMs);
  afterAll(async () => {
    cheaper.close();
    await agent.destroy();
    await shop.stop();
  });

  async function compare(after: string) {
    const said: string[] = [];
    const log = (line: string) => void said.push(line);
    const versions = { before: shop.url, after, dispatcher: agent, expected: [], log };
    const reason = await new ComparedAnswers(versions).run(new AbortController().signal);
    return { reason, said };
  }

  test('are answered by a real shop, and name the field that differs', async () => {
    expect(await compare(shop.url)).toEqual({ reason: null, said: [] });
    const { port } = cheaper.address() as AddressInfo;
    const { reason } = await compare(`http://127.0.0.1:${port}`);
    expect(reason).toContain('its answers differ: quote.tax.amount: ');
  });
});

describe.skipIf(findProgram('haproxy') === null)('at 50 requests a second', () => {
  let site: ReleaseSite;
  let load: Load;

  beforeAll(async () => {
    site = await ReleaseSite.open();
    await site.begin('good', priced('9.99'));
    load = new Load(site.url);
  }, startDeadlineMs);
  afterAll(async () => {
    await load.end();
    await site.close();
  });

  interface Printed {
    readonly rolledBack: { readonly reason: string; readonly decidedAfterMs: number } | null;
  }

  async function release(name: string, behavior: StubBehavior, ...given: string[]) {
    const build = site.build(name, { ...priced('9.99'), ...behavior });
    const startedAt = performance.now();
    const { output } = await site.run('canary', '--build', build, '--json', ...given);
    const { rolledBack } = JSON.parse(output) as Printed;
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stdout.write(`${name}: ${rolledBack?.reason} after ${seconds.toFixed(1)} s\n`);
    return { reason: rolledBack?.reason, seconds };
  }

  test.each([
    ['prices of zero', priced('0.00'), 'its answers differ'],
    ['a leak of 20 MB a second', leaking, 'memory: '],
    ['a loop blocked for 400 ms of every 2 s', blocking, 'moments with a blocked event loop'],
    ['orders that take 5 s longer', lateOrders, 'windows with slower answers'],
  ])('%s are rolled back within 60 s', { timeout: deadlineMs }, async (name, fault, reason) => {
    const found = await release(name.replaceAll(' ', '-'), fault);
    expect(found.reason).toContain(reason);
    expect(found.seconds).toBeLessThanOrEqual(promisedSeconds);
  });

  test('a good version stays', { timeout: deadlineMs }, async () => {
    const { reason } = await release('better', {}, '--step-seconds', '15');
    expect(reason).toBeUndefined();
    expect(await site.answers(4)).toEqual(new Set(['better']));
    expect(load.failures).toEqual([]);
  });
});
