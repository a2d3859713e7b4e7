import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Claimant } from '../requests/claimant';
import { AdmissionQueue } from './admission-queue';

const hashMs = 330;
const minuteMs = 60_000;
const failuresPerMinute = 10;
/** Each attacker keeps two requests open, and pauses after a refusal. */
const openRequests = 2;
const pauseMs = 1_000;

const hash = () => new Promise<void>((resolve) => void setTimeout(resolve, hashMs));
const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const passwordQueue = () =>
  new AdmissionQueue({ runningMax: 1, reservedMax: 1, slotsMax: 25, waitMaxMs: 9_000 });
type Queue = ReturnType<typeof passwordQueue>;

/** Fails from an address as fast as its limit of failures allows. */
async function failFrom(queue: Queue, address: string, isOver: () => boolean): Promise<void> {
  let failures: number[] = [];
  const one = async (account: string) => {
    while (!isOver()) {
      failures = failures.filter((atMs) => performance.now() - atMs < minuteMs);
      const mayFail = failures.length < failuresPerMinute;
      const isServed =
        mayFail &&
        (await queue.run({ address, account }, hash).then(
          () => true,
          () => false,
        ));
      if (isServed) failures.push(performance.now());
      else await pause(pauseMs);
    }
  };
  const accounts = Array.from({ length: openRequests }, (_, place) => `${address} ${place}`);
  await Promise.all(accounts.map(one));
}

/** How long each of these claimants took, one every two seconds; null if it was refused. */
async function timesBeside(addresses: readonly string[], claimants: readonly Claimant[]) {
  const queue = passwordQueue();
  let isOver = false;
  const flood = addresses.map((address) => failFrom(queue, address, () => isOver));
  const times: (number | null)[] = [];
  const measure = async () => {
    for (const claimant of claimants) {
      await pause(2_000);
      const beganMs = performance.now();
      const outcome = await queue.run(claimant, hash).then(
        () => performance.now() - beganMs,
        () => null,
      );
      times.push(outcome);
    }
    isOver = true;
  };
  const measured = measure();
  while (!isOver) await vi.advanceTimersByTimeAsync(1_000);
  await vi.advanceTimersByTimeAsync(30_000);
  await Promise.all([measured, ...flood]);
  return times;
}

const floods: [string, string[]][] = [
  ['28 addresses of 28 networks', Array.from({ length: 28 }, (_, n) => `127.8.${n}.1`)],
  ['28 addresses of one /24', Array.from({ length: 28 }, (_, n) => `127.8.0.${n}`)],
  [
    '64 networks of one /58',
    Array.from({ length: 64 }, (_, n) => `2001:db8:0:${n.toString(16)}::/64`),
  ],
];

describe.each(floods)('a flood from %s', (_name, addresses) => {
  it('lets a newcomer in within ten seconds, 19 times of 20', async () => {
    const newcomers = Array.from({ length: 20 }, (_, place) => ({
      address: `192.0.${place}.1`,
      account: `newcomer ${place}`,
    }));
    const times = await timesBeside(addresses, newcomers);
    const inTime = times.filter((ms) => ms !== null && ms < 10_000);
    expect(inTime.length, times.join(' ')).toBeGreaterThanOrEqual(19);
  });

  it('lets a known device in within a second, always, from a flooding address as well', async () => {
    const times = await timesBeside(
      addresses,
      Array.from({ length: 40 }, (_, place) => ({
        address: place % 2 === 0 ? '192.0.2.1' : (addresses[0] as string),
        account: 'owner',
        device: 'device of the owner',
      })),
    );
    expect(times.filter((ms) => ms === null || ms >= 1_000)).toEqual([]);
    expect(times).toHaveLength(40);
  });
});

it('strangers have their turns while known devices sign in without a pause', async () => {
  const queue = passwordQueue();
  let isOver = false;
  const known = Array.from({ length: 8 }, async (_, place) => {
    const account = `owner ${place}`;
    while (!isOver) await queue.run({ address: `192.0.${place}.1`, account, device: 'd' }, hash);
  });
  await vi.advanceTimersByTimeAsync(5_000);
  const served = queue.run({ address: '198.51.100.1', account: null }, hash);
  await vi.advanceTimersByTimeAsync(1_000);
  await served;
  isOver = true;
  await vi.advanceTimersByTimeAsync(30_000);
  await Promise.all(known);
});
