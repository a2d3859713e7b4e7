import { expect, test } from 'vitest';
import { RetryBudget, savedRetriesMax } from './retry-budget';

const takeAll = (budget: RetryBudget): number => {
  let taken = 0;
  while (budget.takeRetry()) taken += 1;
  return taken;
};

test('a tenth of the calls may be retried, beyond what was saved', () => {
  const budget = new RetryBudget(0.1);
  expect(takeAll(budget)).toBe(savedRetriesMax);
  for (let call = 0; call < 105; call += 1) budget.addCall();
  expect(takeAll(budget)).toBe(10);
});

test('retries that calls did not need are saved up to the limit', () => {
  const budget = new RetryBudget(0.1);
  for (let call = 0; call < 10_000; call += 1) budget.addCall();
  expect(takeAll(budget)).toBe(savedRetriesMax);
});
