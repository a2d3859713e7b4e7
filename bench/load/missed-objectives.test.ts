import { expect, test } from 'vitest';
import type { Sample } from '../../testing/load/latencies';
import { missedObjectives } from './missed-objectives';

const many = 10_000;
const sampleOf = (outcome: string, slow = 0, slowMs = 0): Sample => ({
  latenciesMs: Array.from({ length: many }, (_, index) => (index < slow ? slowMs : 10)),
  outcomes: { [outcome]: many },
  elapsedMs: 60_000,
});
const reads = sampleOf('answered');
const orders = sampleOf('CONFIRMED');

test('nothing is missed by fast answers, nor by as many slow ones as are allowed', () => {
  expect(missedObjectives({ reads, orders })).toEqual([]);
  const some = { reads: sampleOf('answered', 100, 900), orders: sampleOf('CONFIRMED', 10, 9_000) };
  expect(missedObjectives(some)).toEqual([]);
});

test('one slow answer more is too many', () => {
  const slow = { reads: sampleOf('answered', 101, 900), orders: sampleOf('CONFIRMED', 11, 9_000) };
  expect(missedObjectives(slow)).toEqual([
    '99 % of the reads took up to 900 ms; the objective is 250 ms',
    '99.9 % of the orders took up to 9000 ms; the objective is 5000 ms',
  ]);
});

test.each([
  'SERVICE_UNAVAILABLE',
  'not answered: other side closed',
  'not sent: too many under way',
])('faults count: %s', (outcome) => {
  const outcomes = { answered: many - 2, [outcome]: 2 };
  expect(missedObjectives({ reads: { ...reads, outcomes }, orders })).toEqual([
    '2 of 20000 calls failed; fewer than 0.01 % may',
  ]);
  const one = { answered: many - 1, [outcome]: 1 };
  expect(missedObjectives({ reads: { ...reads, outcomes: one }, orders })).toEqual([]);
});

test('a rejected order is no fault, and not what was to be measured', () => {
  const outcomes = { CONFIRMED: many - 1, REJECTED: 1 };
  expect(missedObjectives({ reads, orders: { ...orders, outcomes } })).toEqual([
    '1 orders ended with REJECTED',
  ]);
});
