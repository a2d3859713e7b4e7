import { expect, test } from 'vitest';
import { faultsOf } from './budget';

test('a system within its budget has no faults', () => {
  expect(faultsOf({ coreShare: 0.01, statementsPerSecond: 2 }, 'one-process')).toEqual([]);
  expect(faultsOf({ coreShare: 0.005, statementsPerSecond: 5 }, 'distributed')).toEqual([]);
});

test('each part of the budget is checked, and statements by topology', () => {
  const idle = { coreShare: 0.0123, statementsPerSecond: 3 };
  expect(faultsOf(idle, 'one-process')).toEqual([
    'it uses 1.23 % of a core, limit 1.00',
    'it sends 3.00 statements per second, limit 2',
  ]);
  expect(faultsOf(idle, 'distributed')).toHaveLength(1);
});
