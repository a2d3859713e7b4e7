import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { type KeyRequest, keyRequestLog, keyRequestsMax } from './key-requests';

const secondsPerDay = 86_400;

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-26T12:00:00.000Z') }));
afterEach(() => void vi.useRealTimers());

const request = (changes: Partial<KeyRequest> = {}): KeyRequest => ({
  at: new Date(),
  requestId: 'request-1',
  operation: null,
  outcome: 'OK',
  status: 200,
  durationMs: 3,
  ...changes,
});

it('shows what was recorded of each key, newest first', async () => {
  const log = keyRequestLog(null, logger);
  const first = request({ operation: 'Stock', durationMs: 12 });
  const second = request({ outcome: 'RATE_LIMITED', status: 429 });
  log.record('one', first);
  log.record('one', second);
  expect(await log.latest(['one', 'other'], 10)).toEqual([[second, first], []]);
});

it('keeps a hundred of a key', async () => {
  expect(keyRequestsMax).toBe(100);
  const log = keyRequestLog(null, logger);
  for (let sent = 1; sent <= 101; sent += 1) log.record('key', request({ durationMs: sent }));
  const [found = []] = await log.latest(['key'], 200);
  expect([found.length, found[0]?.durationMs, found.at(-1)?.durationMs]).toEqual([100, 101, 2]);
});

it('shows none that is older than seven days', async () => {
  const log = keyRequestLog(null, logger);
  log.record('key', request({ requestId: 'old' }));
  vi.advanceTimersByTime(1_000);
  log.record('key', request({ requestId: 'young' }));
  vi.advanceTimersByTime(7 * secondsPerDay * 1_000 - 500);
  const [found = []] = await log.latest(['key'], 10);
  expect(found.map(({ requestId }) => requestId)).toEqual(['young']);
});
