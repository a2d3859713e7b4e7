import { expect, test } from 'vitest';
import { redisFaults, redisSchema } from './redis';

const faultsOf = (settings: object): string[] => {
  const parsed = redisSchema.safeParse(settings);
  if (!parsed.success) return parsed.error.issues.map(({ path }) => path.join('.'));
  return redisFaults(parsed.data).map(({ path, expected }) => `${path}: ${expected}`);
};

test.each([
  [{ mode: 'cluster' }, 'redis.url: expected redis://host:port or rediss://host:port with'],
  [{ mode: 'sentinel', url: 'unix:///redis.sock' }, 'redis.url: expected redis://host:port or'],
  [{ mode: 'cluster', url: 'redis://a:1/3' }, 'redis.url: expected no number of a database'],
  [{ url: 'redis://a:1', nodes: ['b:2'] }, 'redis.nodes: expected redis.mode sentinel or cluster'],
  [{ mode: 'cluster', url: 'redis://a:1', nodes: ['redis://b:2'] }, 'nodes.0'],
  [{ mode: 'cluster', url: 'redis://a:1', nodes: ['b'] }, 'nodes.0'],
  [{ mode: 'ring', url: 'redis://a:1' }, 'mode'],
  [{ url: 'redis://:pa/ss@a:1' }, 'url'],
  [{ url: 'redis://:100%@a:1' }, 'url'],
])('%j is refused', (settings, fault) => {
  expect(faultsOf(settings)).toEqual([expect.stringContaining(fault)]);
});

test.each([
  {},
  { url: 'unix:///redis.sock' },
  { url: 'redis://a:1/3' },
  {
    mode: 'sentinel',
    url: 'redis://:password@a:26379/3',
    nodes: ['b.internal:26379', '10.0.0.1:2'],
  },
  { mode: 'cluster', url: 'rediss://a:6379', nodes: ['[fd00::1]:6379'] },
  { mode: 'cluster', url: 'redis://a:6379/0' },
])('%j is accepted', (settings) => {
  expect(faultsOf(settings)).toEqual([]);
});
