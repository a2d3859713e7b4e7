import { Registry } from 'prom-client';
import { expect, test, vi } from 'vitest';
import { Breaker, BreakerOpenError } from './breaker';
import { defaultResilience } from './resilience-settings';

const signal = new AbortController().signal;
const patience = { timeout: 20_000, interval: 50 };

class Fault extends Error {}

function breakerOf(registry = new Registry()) {
  return new Breaker({
    name: 'there',
    registry,
    isFault: (error) => error instanceof Fault,
    settings: defaultResilience,
  });
}

const stateOf = async (registry: Registry) =>
  /outgoing_breaker_state\{target="there",kind="faults"\} (\d)/.exec(await registry.metrics())?.[1];

async function failOften(breaker: Breaker, error: () => Error, times = 20) {
  for (let count = 0; count < times; count += 1) {
    await breaker.call(() => Promise.reject(error()), signal).catch(() => undefined);
  }
}

test('stops calling a dependency that always fails, reports it, and calls again after recovery', async () => {
  const registry = new Registry();
  const breaker = breakerOf(registry);
  let calls = 0;
  const call = async () => {
    calls += 1;
    return 'answer';
  };
  await failOften(breaker, () => new Fault('gone'));
  expect(await stateOf(registry)).toBe('2');
  await expect(breaker.call(call, signal)).rejects.toThrow(BreakerOpenError);
  expect(calls).toBe(0);
  await expect
    .poll(() => breaker.call(call, signal).catch(() => 'not called'), patience)
    .toBe('answer');
  expect(await stateOf(registry)).toBe('0');
});

test('keeps calling a dependency that answers sometimes, or declines', async () => {
  const breaker = breakerOf();
  await failOften(breaker, () => new Fault('gone'), 19);
  await breaker.call(async () => 'answer', signal);
  await failOften(breaker, () => new Fault('gone'), 19);
  await failOften(breaker, () => new Error('an answer like any other'), 40);
  expect(await breaker.call(async () => 'answer', signal)).toBe('answer');
});

test('counts callers that timed out, and not those that left', async () => {
  const breaker = breakerOf();
  const left = AbortSignal.abort();
  for (let count = 0; count < 40; count += 1) {
    const gone = breaker.call(() => Promise.reject(new Fault('left')), left);
    await expect(gone).rejects.toThrow(Fault);
  }
  expect(await breaker.call(async () => 'answer', signal)).toBe('answer');
  const late = AbortSignal.timeout(1);
  await expect.poll(() => late.aborted, patience).toBe(true);
  for (let count = 0; count < 20; count += 1) {
    await breaker.call(() => Promise.reject(new Fault('late')), late).catch(() => undefined);
  }
  await expect(breaker.call(async () => 'answer', signal)).rejects.toThrow(BreakerOpenError);
});

/** A call that hangs until its caller leaves. */
function hangingCall(breaker: Breaker) {
  const caller = new AbortController();
  const hang = (within: AbortSignal) =>
    new Promise<never>((_, reject) => {
      within.addEventListener('abort', () => reject(new Fault('left')));
    });
  const call = vi.fn(hang);
  const ended = breaker.call(call, caller.signal).catch((error: unknown) => error);
  return { call, ended, leave: () => caller.abort() };
}

/** The call that tries after the pause, and hangs. */
async function hangingTrial(breaker: Breaker) {
  let trial = hangingCall(breaker);
  await expect
    .poll(() => {
      if (trial.call.mock.calls.length === 0) trial = hangingCall(breaker);
      return trial.call.mock.calls.length;
    }, patience)
    .toBe(1);
  return trial;
}

test('lets nobody wait longer than he may for the call that tries', async () => {
  const breaker = breakerOf();
  await failOften(breaker, () => new Fault('gone'));
  const trial = await hangingTrial(breaker);
  let isOver = false;
  void trial.ended.then(() => {
    isOver = true;
  });
  const waiting = breaker.call(async () => 'answer', AbortSignal.timeout(10));
  await expect(waiting).rejects.toThrow(BreakerOpenError);
  expect(isOver).toBe(false);
  trial.leave();
  await trial.ended;
});

test('stays as it is when the caller of the call that tries leaves', async () => {
  const registry = new Registry();
  const breaker = breakerOf(registry);
  await failOften(breaker, () => new Fault('gone'));
  const trial = await hangingTrial(breaker);
  expect(await stateOf(registry)).toBe('1');
  trial.leave();
  await trial.ended;
  expect(await stateOf(registry)).toBe('2');
  // The next call tries, and its failure alone opens the breaker again.
  await failOften(breaker, () => new Fault('gone'), 1);
  await expect(breaker.call(async () => 'answer', signal)).rejects.toThrow(BreakerOpenError);
});

test('opens although callers leave between the calls that fail', async () => {
  const breaker = breakerOf();
  await failOften(breaker, () => new Fault('gone'), 19);
  const abandoned = hangingCall(breaker);
  abandoned.leave();
  await abandoned.ended;
  await failOften(breaker, () => new Fault('gone'), 1);
  await expect(breaker.call(async () => 'answer', signal)).rejects.toThrow(BreakerOpenError);
});

test('calls again after its pause although the clock of the machine was put back', async () => {
  const breaker = breakerOf();
  await failOften(breaker, () => new Fault('gone'));
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
  try {
    await expect
      .poll(() => breaker.call(async () => 'answer', signal).catch(() => 'not called'), patience)
      .toBe('answer');
  } finally {
    clock.mockRestore();
  }
});
