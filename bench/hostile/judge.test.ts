import { describe, expect, test } from 'vitest';
import type { Baseline } from './baseline';
import * as judge from './judge';

const answer = {
  status: 200,
  code: 'ok',
  bytes: 1,
  ms: 1,
  hasTooManyBytes: false,
  hasRetryAfter: false,
  isFault: false,
  points: 40,
  objects: 0,
};
const baseline = (changed: Partial<Baseline> = {}): Baseline => ({
  attack: 'lists',
  hashesPasswords: false,
  request: { method: 'POST', path: '/graphql', headers: {} },
  answer,
  isNewText: false,
  cpuMs: 20,
  cpuByProcess: {},
  blockedMs: 0,
  blockedProcess: '',
  ...changed,
});
const sample = (latenciesMs: number[], outcomes: Record<string, number>) => ({
  latenciesMs,
  outcomes,
  elapsedMs: 1_000,
});

describe('a request measured alone', () => {
  test.each([
    [0, 10.25],
    [null, 10.25],
    [40, 20],
    [2_000, 510],
  ])('of %s points may use %d ms', (points, ms) => {
    expect(judge.budgetMs(baseline({ answer: { ...answer, points } }))).toBe(ms);
  });

  test.each([
    [320, 'ok', 200, 20],
    [321, 'ok', 200, 20.25],
    [20_000, 'ok', 200, 635],
    [0, 'OPERATION_TOO_COMPLEX', 200, 947.5],
    [0, 'OPERATION_TOO_COMPLEX', 400, 10.25],
    [0, 'RATE_LIMITED', 429, 10.25],
  ])('of 40 points with %i objects, %s %i, may use %d ms', (objects, code, status, ms) => {
    expect(judge.budgetMs(baseline({ answer: { ...answer, objects, code, status } }))).toBe(ms);
  });

  test('at its budget is not a fault', () => {
    expect(judge.faultsOfBaseline([baseline()])).toEqual([]);
  });

  test('over its budget is a fault, reported with the worst request of its attack', () => {
    const faults = judge.faultsOfBaseline([
      baseline({ cpuMs: 21 }),
      baseline({ cpuMs: 30 }),
      baseline(),
    ]);
    expect(faults).toEqual(['lists: 2 requests exceeded their CPU budget, the worst 30 ms of 20']);
  });

  test('that hashes a password has no budget', () => {
    expect(judge.faultsOfBaseline([baseline({ cpuMs: 300, hashesPasswords: true })])).toEqual([]);
  });

  test('with an internal error in the response is a fault, whatever it used', () => {
    const failed = { ...answer, code: 'INTERNAL_SERVER_ERROR', isFault: true };
    const faults = judge.faultsOfBaseline([baseline({ answer: failed, hashesPasswords: true })]);
    expect(faults).toEqual(['lists: answered 200 INTERNAL_SERVER_ERROR']);
  });
});

describe('an event loop', () => {
  const block = (ms: number, process = 'gateway') => ({
    process,
    ms,
    during: 'everything at once',
    attacks: ['lists'],
  });

  test('may be blocked for 200 ms', () => {
    expect(judge.faultsOfBlocks([block(200)])).toEqual([]);
  });

  test('blocked for longer is a fault for each process, reported with the running attacks', () => {
    const faults = judge.faultsOfBlocks([block(250), block(300), block(201, 'users')]);
    expect(faults).toEqual([
      'gateway was blocked for 300 ms, limit 200 (everything at once; running: lists)',
      'users was blocked for 201 ms, limit 200 (everything at once; running: lists)',
    ]);
  });
});

describe('the neighbour', () => {
  test('may wait longer than 250 ms once in a hundred requests', () => {
    const latencies = Array.from({ length: 100 }, (_, place) => (place < 99 ? 250 : 5_000));
    expect(judge.faultsOfNeighbour(sample(latencies, { answered: 100 }))).toEqual([]);
  });

  test('that waits longer, or is rejected, is a fault', () => {
    expect(judge.faultsOfNeighbour(sample([251], { answered: 1 }))).toEqual([
      "the neighbour's p99 was 251 ms, limit 250",
    ]);
    const refused = sample([1, 1], { answered: 1, 'list: RATE_LIMITED': 1 });
    expect(judge.faultsOfNeighbour(refused)).toEqual([
      '1 calls of the neighbour ended with list: RATE_LIMITED',
    ]);
  });

  test('that never got a response is a fault', () => {
    expect(judge.faultsOfNeighbour(sample([], {}))).toEqual(['the neighbour got no response']);
  });
});

test('a sign-in among others takes a second at most, and is not rejected', () => {
  expect(judge.faultsOfSignIns(sample([1_000], { answered: 1 }))).toEqual([]);
  expect(judge.faultsOfSignIns(sample([1_001, 5], { answered: 1, '503 BUSY': 1 }))).toEqual([
    '1 sign-ins among others ended with 503 BUSY',
    'a sign-in among others took 1001 ms, limit 1000',
  ]);
});

test('a gateway may use 700 MB', () => {
  expect(judge.faultsOfMemory('gateway', 700)).toEqual([]);
  expect(judge.faultsOfMemory('gateway', 701)).toEqual(['gateway used 701 MB, limit 700']);
});

test('faults of the same kind are reported once, the most frequent first, up to a limit', () => {
  const faults = ['a', 'b', 'b', ...['c', 'd', 'e', 'f'].map((name) => name)];
  expect(judge.counted(faults)).toEqual([
    'b (2 times)',
    'a (1 times)',
    'c (1 times)',
    'd (1 times)',
    'e (1 times)',
    'and 1 more faults',
  ]);
});
