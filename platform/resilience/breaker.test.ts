import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
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
