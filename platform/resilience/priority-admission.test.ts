import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AdmissionTicket,
  PriorityAdmission,
  type PriorityTerms,
  type RefusalReason,
} from './priority-admission';

const never = new AbortController().signal;
const toFake = ['performance', 'setInterval', 'clearInterval'] as const;
beforeEach(() => void vi.useFakeTimers({ toFake: [...toFake] }));
afterEach(() => void vi.useRealTimers());

const unavailable = expect.objectContaining({
  extensions: { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: expect.any(Number) },
});

type Priority = 'first' | 'second';

function admissionOf(limits = { running: 2, waiting: 1_000 }, share = 1, burstMax = 0) {
  const refusals: string[] = [];
  const terms: PriorityTerms = { share, objectiveMs: 5_000, burstMax, standingWaitMs: 1_000 };
  const admission = new PriorityAdmission<Priority>({
    priorities: { first: terms, second: terms },
    limits,
    waitMaxMs: () => 8_000,
    onRefused: (priority: Priority, reason: RefusalReason) =>
      void refusals.push(`${priority} ${reason}`),
  });
  const running: { readonly name: string; readonly ticket: AdmissionTicket }[] = [];
  const outcomes: string[] = [];
  const enter = async (priority: Priority, name: string = priority, signal = never) => {
    try {
      running.push({ name, ticket: await admission.enter(priority, signal) });
      outcomes.push(name);
    } catch (error) {
      outcomes.push((error as { extensions?: { code: string } }).extensions?.code ?? 'left');
    }
  };
  /** The oldest task ends after this time. */
  const endOne = async (afterMs = 0) => {
    await vi.advanceTimersByTimeAsync(afterMs);
    running.shift()?.ticket.release();
    await vi.advanceTimersByTimeAsync(0);
  };
  /** Tasks that take this long, until the estimate of their duration is about that. */
  const learn = async (priority: Priority, taskMs: number) => {
    for (let task = 0; task < 100; task += 1) {
      void enter(priority);
      await endOne(taskMs);
    }
    outcomes.length = 0;
  };
  return { admission, refusals, running, outcomes, enter, endOne, learn };
}

describe('admission by priority', () => {
  it('admits at once while there is room, without waiting for a promise', () => {
    const { admission } = admissionOf();
    const tickets = [admission.enter('first', never), admission.enter('second', never)];
    expect(tickets.some((ticket) => ticket instanceof Promise)).toBe(false);
    expect([admission.runningOf('first'), admission.runningOf('second')]).toEqual([1, 1]);
  });

  it('serves the first priority first, and each by arrival', async () => {
    const { outcomes, enter, endOne } = admissionOf({ running: 1, waiting: 10 });
    void enter('second', 'running');
    for (const name of ['c', 'd']) void enter('second', name);
    for (const name of ['a', 'b']) void enter('first', name);
    for (let task = 0; task < 5; task += 1) await endOne();
    expect(outcomes).toEqual(['running', 'a', 'b', 'c', 'd']);
  });

  it('leaves a share of the slots to the others', async () => {
    const { admission, enter } = admissionOf({ running: 4, waiting: 10 }, 0.75);
    for (let task = 0; task < 6; task += 1) void enter('first');
    void enter('second');
    await vi.advanceTimersByTimeAsync(0);
    expect([admission.runningOf('first'), admission.runningOf('second')]).toEqual([3, 1]);
    expect([admission.waitingOf('first'), admission.waitingOf('second')]).toEqual([3, 0]);
  });

  it('gives a slot back once, however often it is released', async () => {
    const { admission, running, enter } = admissionOf({ running: 1, waiting: 10 });
    for (let task = 0; task < 3; task += 1) void enter('first');
    await vi.advanceTimersByTimeAsync(0);
    const { ticket } = running[0] as (typeof running)[0];
    for (let times = 0; times < 3; times += 1) ticket.release();
    expect([admission.runningOf('first'), admission.waitingOf('first')]).toEqual([1, 1]);
  });

  it('forgets a caller that has left, and never admits one that left before', async () => {
    const { admission, outcomes, enter, endOne } = admissionOf({ running: 1, waiting: 10 });
    const client = new AbortController();
    void enter('first', 'running');
    void enter('first', 'gone', client.signal);
    void enter('first', 'next');
    void enter('first', 'never', AbortSignal.abort(new Error('left')));
    client.abort(new Error('left'));
    await endOne();
    await endOne();
    expect(outcomes).toEqual(['running', 'left', 'left', 'next']);
    expect([admission.runningOf('first'), admission.waitingOf('first')]).toEqual([0, 0]);
  });

  it('follows a limit that is raised', async () => {
    const limits = { running: 1, waiting: 10 };
    const { admission, enter, endOne } = admissionOf(limits);
    for (let task = 0; task < 4; task += 1) void enter('first');
    limits.running = 3;
    await endOne();
    expect([admission.runningOf('first'), admission.waitingOf('first')]).toEqual([3, 0]);
  });
});

describe('admission under overload', () => {
  it('refuses what exceeds the limit of waiting tasks, and says when to try again', async () => {
    const { admission, refusals, enter } = admissionOf({ running: 1, waiting: 2 });
    for (let task = 0; task < 3; task += 1) void enter('first');
    expect(() => admission.enter('second', never)).toThrow(unavailable);
    expect(refusals).toEqual(['second full']);
  });

  it('refuses at once what would miss its objective, behind what is served before it', async () => {
    const { admission, refusals, enter, learn } = admissionOf({ running: 1, waiting: 100 });
    await learn('first', 1_100);
    await learn('second', 100);
    for (let task = 0; task < 5; task += 1) void enter('first');
    // Four wait for 4.4 s, and the fifth would end after 5.5 s.
    expect(() => admission.enter('first', never)).toThrow(unavailable);
    for (let task = 0; task < 20; task += 1) void enter('second');
    expect(admission.waitingOf('second')).toBeGreaterThan(0);
    expect(admission.waitingOf('second')).toBeLessThan(9);
    expect(new Set(refusals)).toEqual(new Set(['first late', 'second late']));
  });

  it('expects a lower priority to use the slots that the first one never takes', async () => {
    const { admission, enter, learn } = admissionOf({ running: 4, waiting: 100 }, 0.75);
    await learn('first', 1_100);
    await learn('second', 100);
    for (let task = 0; task < 3 + 10; task += 1) void enter('first');
    for (let task = 0; task < 20; task += 1) void enter('second');
    expect(admission.waitingOf('second')).toBe(19);
  });

  it('serves a whole burst, whose length was not known when it came', async () => {
    const { refusals, outcomes, enter, endOne } = admissionOf({ running: 10, waiting: 1_000 });
    for (let task = 0; task < 200; task += 1) void enter('first');
    for (let task = 0; task < 200; task += 1) await endOne(25);
    expect(refusals).toEqual([]);
    expect(outcomes).toHaveLength(200);
  });

  it('lets a burst wait whatever is estimated, and as long as its backlog lasts', async () => {
    const { admission, refusals, enter, endOne, learn } = admissionOf(
      { running: 1, waiting: 99 },
      1,
      4,
    );
    await learn('first', 2_000);
    for (let task = 0; task < 5; task += 1) void enter('first');
    for (let task = 0; task < 10; task += 1) {
      await endOne(1_900);
      void enter('first');
    }
    expect(refusals).toEqual([]);
    expect(admission.waitingOf('first')).toBe(4);
    void enter('first');
    expect(refusals).toEqual(['first late']);
  });

  it('refuses newcomers earlier when the backlog does not end, and again as before after it', async () => {
    const { admission, refusals, enter, endOne, learn } = admissionOf({ running: 1, waiting: 99 });
    await learn('first', 500);
    for (let task = 0; task < 4; task += 1) void enter('first');
    for (let task = 0; task < 12; task += 1) {
      void enter('first');
      await endOne(500);
    }
    // Three or four wait: 1.5 s or more, which the objective allows.
    expect(new Set(refusals)).toEqual(new Set(['first standing']));
    expect(admission.waitingOf('first')).toBeLessThan(4);
    while (admission.runningOf('first') > 0) await endOne(500);
    const before = refusals.length;
    for (let task = 0; task < 5; task += 1) void enter('first');
    expect(refusals).toHaveLength(before);
  });

  it('refuses what it accepted as soon as its turn will not come in time', async () => {
    const { admission, refusals, enter } = admissionOf({ running: 1, waiting: 99 });
    for (let task = 0; task < 3; task += 1) void enter('first');
    await vi.advanceTimersByTimeAsync(7_000);
    expect(refusals).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(refusals).toEqual(['first overdue', 'first overdue']);
    expect([admission.runningOf('first'), admission.waitingOf('first')]).toEqual([1, 0]);
  });
});
