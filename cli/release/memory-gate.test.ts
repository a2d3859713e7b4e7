import { expect, test } from 'vitest';
import { MemoryGate } from './memory-gate';

const lookSeconds = 0.2;
const warmSeconds = 10;
const megabyte = 1_000_000;

interface Release {
  readonly seconds: number;
  /** Megabytes of a version so many seconds after the release began. */
  readonly after: (seconds: number) => number;
  readonly before?: (seconds: number) => number | null;
}

/** @returns what the gate says, and after how many seconds. */
function release({ seconds, after, before = () => 300 }: Release) {
  let now = 0;
  const gate = new MemoryGate(() => now * 1_000);
  for (let look = 1; look <= seconds / lookSeconds; look += 1) {
    now = look * lookSeconds;
    const ofBefore = before(now);
    gate.look(after(now) * megabyte, ofBefore === null ? null : ofBefore * megabyte);
    if (gate.fault !== null) return { fault: gate.fault, seconds: now };
    if (now < warmSeconds) gate.forgetGrowth();
  }
  return null;
}

/** The heap of a version fills up towards a size, and garbage comes and goes. */
const fillingUp = (from: number, to: number, seconds: number) => (now: number) =>
  to - (to - from) * Math.exp(-now / seconds) + 150 * (now % 3);

test('a leak of 20 MB/s is found within 60 s beside a small version', () => {
  const found = release({ seconds: 120, after: (now) => 250 + 20 * now });
  expect(found?.fault).toContain('where 800 MB is allowed');
  expect(found?.seconds).toBeLessThanOrEqual(40);
});

test('so is it beside a version that is large', () => {
  const found = release({
    seconds: 120,
    after: (now) => 250 + 20 * now,
    before: () => 2_000,
  });
  expect(found?.fault).toContain('in 30 s without a pause');
  expect(found?.seconds).toBeLessThanOrEqual(60);
});

test('so is one beside garbage that comes and goes', () => {
  const after = (now: number) => 250 + 20 * now + 150 * (now % 3);
  expect(release({ seconds: 60, after, before: () => 2_000 })?.fault).toContain('memory: ');
});

test('a version whose memory is not known before is compared with a small one', () => {
  const found = release({ seconds: 30, after: () => 900, before: () => null });
  expect(found).toEqual({ fault: 'memory: 900 MB, where 800 MB is allowed', seconds: 5 });
});

test.each([
  ['fills up within a minute', { after: fillingUp(250, 700, 20), before: () => 700 }],
  ['fills up beside an idle one', { after: fillingUp(200, 450, 15), before: () => 40 }],
  [
    'grows as much as the previous one, because both get more requests',
    { after: (now: number) => 300 + 10 * now, before: (now: number) => 600 + 10 * now },
  ],
  [
    'has peaks of garbage',
    { after: (now: number) => 300 + (now % 4 < 2 ? 900 : 0), before: () => 350 },
  ],
])('a good version passes that %s', (_what, given) => {
  expect(release({ seconds: 120, ...given })).toBeNull();
});
