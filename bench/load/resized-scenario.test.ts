import { expect, test } from 'vitest';
import { scenarios } from '../../ops/k6/workload/scenarios';
import { mostUsers, resized } from './resized-scenario';

test('a scenario keeps its course in another size', () => {
  const all = { users: null, minutes: null };
  expect(resized(scenarios.spike, all)).toEqual(scenarios.spike);
  expect(resized(scenarios.load, { users: 10, minutes: 1 })).toEqual({
    startUsers: 10,
    stages: [{ seconds: 60, users: 10 }],
  });
  const spike = resized(scenarios.spike, { users: 100, minutes: 1 });
  expect(mostUsers(spike)).toBe(100);
  expect(spike.stages.map(({ users }) => users)).toEqual([10, 100, 100, 10, 10, 0]);
  expect(spike.stages.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(60);
});
