import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { AdmissionQueue } from './admission-queue';

/** A task that ends on request. */
function gate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { open, task: () => opened };
}

const nobody = { address: null, account: null };
const longMs = 60_000;
const code = (expected: string) =>
  expect.objectContaining({ extensions: expect.objectContaining({ code: expected }) });

describe('an admission queue', () => {
  it('runs tasks one after the other, as they arrive', async () => {
    const queue = new AdmissionQueue({ runningMax: 1, slotsMax: 11, waitMaxMs: longMs });
    const begun: string[] = [];
    let running = 0;
    const task = (name: string) => async () => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      begun.push(name);
      running -= 1;
    };
    await Promise.all(['a', 'b', 'c'].map((name) => queue.run(nobody, task(name))));
    expect(begun).toEqual(['a', 'b', 'c']);
    expect(queue.waiting).toBe(0);
  });

  it('refuses a task beyond the limit at once, and says when to retry', async () => {
    const queue = new AdmissionQueue({ runningMax: 1, slotsMax: 2, waitMaxMs: longMs });
    const { open, task } = gate();
    const served = [queue.run(nobody, task), queue.run(nobody, task)];
    await expect(queue.run(nobody, task)).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 1 },
    });
    open();
    await Promise.all(served);
    await expect(queue.run(nobody, async () => 'served')).resolves.toBe('served');
  });

  it('refuses a task that waited too long', async () => {
    const queue = new AdmissionQueue({ runningMax: 1, slotsMax: 6, waitMaxMs: 400 });
    const { open, task } = gate();
    const first = queue.run(nobody, task);
    await expect(queue.run(nobody, task)).rejects.toEqual(code('SERVICE_UNAVAILABLE'));
    expect(queue.waiting).toBe(0);
    open();
    await first;
  });

  it('refuses at once when the estimated wait exceeds the deadline', async () => {
    const queue = new AdmissionQueue({ runningMax: 1, slotsMax: 6, waitMaxMs: 20 });
    const { open, task } = gate();
    queue.refuseWhenFull(nobody);
    const first = queue.run(nobody, task);
    expect(() => queue.refuseWhenFull(nobody)).toThrow('Too busy');
    await expect(queue.run(nobody, task)).rejects.toEqual(code('SERVICE_UNAVAILABLE'));
    open();
    await first;
    queue.refuseWhenFull(nobody);
  });

  it('removes callers that disconnected, and never runs their task', async () => {
    const queue = new AdmissionQueue({ runningMax: 1, slotsMax: 6, waitMaxMs: longMs });
    const { open, task } = gate();
    const first = queue.run(nobody, task);
    const client = new AbortController();
    let ran = false;
    const gone = queue.run(
      nobody,
      async () => {
        ran = true;
      },
      client.signal,
    );
    client.abort();
    await expect(gone).rejects.toEqual(code('TIMEOUT'));
    open();
    await first;
    await queue.run(nobody, async () => undefined);
    expect(ran).toBe(false);
  });

  it('does not start a task of a client that has disconnected', async () => {
    const queue = new AdmissionQueue({ runningMax: 1, slotsMax: 6, waitMaxMs: longMs });
    await expect(queue.run(nobody, async () => 'ran', AbortSignal.abort())).rejects.toEqual(
      code('TIMEOUT'),
    );
    await expect(queue.run(nobody, async () => 'ran')).resolves.toBe('ran');
  });

  it('continues after a task that failed', async () => {
    const queue = new AdmissionQueue({ runningMax: 1, slotsMax: 6, waitMaxMs: longMs });
    const failed = queue.run(nobody, () => Promise.reject(new Error('no')));
    const next = queue.run(nobody, async () => 'next');
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });
});

describe('an admission queue of many claimants', () => {
  const from = (address: string, account = `${address}-${Math.random()}`) => ({ address, account });
  const options = { runningMax: 1, placesMax: 25, waitMaxMs: longMs };

  /** The first of `a` runs until `open`; what arrives before that waits. `begun` is the order. */
  function queueOf(claimants: readonly { address: string; account: string }[], slotsMax = 25) {
    const queue = new AdmissionQueue({ ...options, slotsMax: slotsMax });
    const { open, task } = gate();
    const begun: string[] = [];
    const outcomes = claimants.map((claimant) =>
      queue.run(claimant, () => {
        begun.push(claimant.address);
        return task();
      }),
    );
    return { queue, open, begun, settled: Promise.allSettled(outcomes) };
  }

  const codesOf = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
    outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason.extensions.code] : [],
    );

  it('lets addresses take turns', async () => {
    const came = ['a', 'a', 'a', 'b', 'b', 'c'].map((address) => from(address));
    const { open, begun, settled } = queueOf(came);
    open();
    await settled;
    expect(begun).toEqual(['a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('accepts eight of an address and four of an account, and refuses only those beyond', async () => {
    const ofAddress = Array.from({ length: 60 }, () => from('a'));
    const ofAccount = Array.from({ length: 30 }, (_, place) => from(`b${place}`, 'one account'));
    const { queue, open, settled } = queueOf([...ofAddress, ...ofAccount, from('c')]);
    expect(() => queue.refuseWhenFull(from('a'))).toThrow(/from this network address/);
    expect(() => queue.refuseWhenFull(from('d', 'one account'))).toThrow(/for this account/);
    queue.refuseWhenFull(from('d'));
    open();
    const outcomes = await settled;
    expect(codesOf(outcomes.slice(0, 60))).toEqual(Array(52).fill('RATE_LIMITED'));
    expect(codesOf(outcomes.slice(60, 90))).toEqual(Array(26).fill('RATE_LIMITED'));
    expect(outcomes.at(-1)?.status).toBe('fulfilled');
    queue.refuseWhenFull(from('a', 'one account'));
  });

  it('says when to retry', () => {
    const { queue } = queueOf(Array.from({ length: 8 }, () => from('a')));
    expect(() => queue.refuseWhenFull(from('a'))).toThrow(
      expect.objectContaining({
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) },
      }),
    );
  });

  it('serves another address after the task that runs, whatever two of them send', async () => {
    const flood = [
      ...Array.from({ length: 30 }, (_, place) => from(`a${place}`, 'one account')),
      ...Array.from({ length: 60 }, () => from('b')),
    ];
    const { open, begun, settled } = queueOf([...flood, from('victim')]);
    open();
    await settled;
    // The first of `b` came before it, and nothing else.
    expect(begun.indexOf('victim')).toBe(2);
  });

  it('takes a slot from the one with the most tasks for a claimant with less', async () => {
    const { queue, open, begun, settled } = queueOf(
      ['a', 'a', 'b', 'a'].map((address) => from(address)),
      4,
    );
    expect(() => queue.refuseWhenFull(from('a'))).toThrow(/Too busy/);
    const served = queue.run(from('c'), async () => void begun.push('c'));
    expect(() => queue.refuseWhenFull(from('b'))).toThrow(/Too busy/);
    open();
    expect(codesOf(await settled)).toEqual(['SERVICE_UNAVAILABLE']);
    await served;
    expect(begun).toEqual(['a', 'b', 'c', 'a']);
  });

  it('remembers for some minutes who had a turn', async () => {
    const { queue, open, begun, settled } = queueOf([from('a')]);
    open();
    await settled;
    const later = gate();
    const served = ['a', 'b', 'a', 'c'].map((address) =>
      queue.run(from(address), () => {
        begun.push(address);
        return later.task();
      }),
    );
    later.open();
    await Promise.all(served);
    expect(begun).toEqual(['a', 'a', 'b', 'c', 'a']);
  });
});

describe('an admission queue of networks', () => {
  const options = { runningMax: 1, slotsMax: 100, waitMaxMs: longMs };
  const one = (address: string, storefrontKey?: string) => ({
    address,
    account: null,
    ...(storefrontKey === undefined ? {} : { storefrontKey }),
  });

  /** The sequence in which waiting claimants are served after one task of each of the others. */
  async function sequenceAfter(
    others: readonly ReturnType<typeof one>[],
    waiting: readonly ReturnType<typeof one>[],
  ): Promise<string[]> {
    const queue = new AdmissionQueue(options);
    for (const claimant of others) await queue.run(claimant, async () => undefined);
    const { open, task } = gate();
    const first = queue.run(one('running'), task);
    const begun: string[] = [];
    const served = waiting.map((claimant) =>
      queue.run(claimant, async () => void begun.push(claimant.address)),
    );
    open();
    await Promise.all([first, ...served]);
    return begun;
  }

  it.each([
    ['a /24', (place: number) => one(`203.0.113.${place}`)],
    ['a /56', (place: number) => one(`2001:db8:0:${place}::/64`)],
    ['a /48', (place: number) => one(`2001:db8:0:${place}00::/64`)],
    ['a STOREFRONT key', (place: number) => one(`198.51.${place}.1`, 'key')],
  ])('counts all addresses of %s together', async (_network, at) => {
    const others = Array.from({ length: 40 }, (_, place) => at(place));
    const [another, elsewhere] = [at(40), one('192.0.2.1')];
    const sequence = await sequenceAfter(others, [another, elsewhere]);
    expect(sequence).toEqual([elsewhere.address, another.address]);
  });

  it('serves a newcomer of a full network before neighbors that were served', async () => {
    const others = Array.from({ length: 16 }, (_, place) => one(`203.0.113.${place}`));
    const sequence = await sequenceAfter(others, [one('203.0.113.7'), one('203.0.113.99')]);
    expect(sequence).toEqual(['203.0.113.99', '203.0.113.7']);
  });

  it('gives a /24 eight times what an address has', async () => {
    const school = Array.from({ length: 7 }, (_, place) => one(`203.0.113.${place}`));
    const busy = one('192.0.2.1');
    expect(await sequenceAfter([...school, busy], [busy, one('203.0.113.99')])).toEqual([
      '203.0.113.99',
      busy.address,
    ]);
  });
});
