import { expect, test } from 'vitest';
import { type CallFrame, type CpuProfile, cut, selfTimes } from './cpu-profile';

const frame = (functionName: string, lineNumber = 1): CallFrame => ({
  functionName,
  scriptId: '7',
  url: 'file:///shop/dist/gateway/server.js',
  lineNumber,
  columnNumber: 0,
});

/** root calls start and serve; serve calls answer. */
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3] },
    { id: 2, callFrame: frame('start') },
    { id: 3, callFrame: frame('serve'), children: [4] },
    { id: 4, callFrame: frame('answer') },
  ],
  startTime: 1_000,
  endTime: 1_100,
  samples: [2, 2, 3, 4, 4],
  timeDeltas: [10, 10, 20, 20, 20],
};

const selfOf = (given: CpuProfile) =>
  Object.fromEntries(
    selfTimes(given).map(({ callFrame, selfUs }) => [callFrame.functionName, selfUs]),
  );

test('a sample lasts until the next one, and the last until the end', () => {
  expect(selfOf(profile)).toEqual({ start: 30, serve: 20, answer: 40 });
});

test('the longest comes first, and calls of a function from different callers are added up', () => {
  const twice = {
    ...profile,
    nodes: [...profile.nodes, { id: 5, callFrame: frame('answer') }],
    samples: [5, 2, 3, 4, 5],
  };
  expect(selfTimes(twice).map(({ callFrame }) => callFrame.functionName)).toEqual([
    'answer',
    'start',
    'serve',
  ]);
});

test('functions with the same name at different positions are separate', () => {
  const nodes = profile.nodes.map((node) =>
    node.id === 3 ? { ...node, callFrame: frame('answer', 99) } : node,
  );
  expect(selfTimes({ ...profile, nodes })).toHaveLength(3);
});

test('a window keeps its samples, their callers and their times', () => {
  const part = cut(profile, 1_030, 1_090);
  expect(part.samples).toEqual([3, 4, 4]);
  expect(part.timeDeltas).toEqual([10, 20, 20]);
  expect(part.nodes.map(({ id, children }) => [id, children])).toEqual([
    [1, [3]],
    [3, [4]],
    [4, []],
  ]);
  expect(part.nodes.map(({ hitCount }) => hitCount)).toEqual([0, 1, 2]);
  expect(selfOf(part)).toEqual({ serve: 20, answer: 30 });
});

test('a window without samples is an empty profile', () => {
  const { nodes, samples } = cut(profile, 5_000, 6_000);
  expect({ nodes, samples }).toEqual({ nodes: [], samples: [] });
});
