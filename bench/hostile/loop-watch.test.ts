import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { blockedMs, LoopWatch } from './loop-watch';
import type { LoopSample } from './probe';

const look = (changed: Partial<LoopSample>): LoopSample => ({
  atMs: 1,
  spanMs: 100,
  turnMs: 0,
  cpuMs: 0,
  waitedMs: 0,
  collectedMs: 0,
  residentBytes: 1,
  heapBytes: 1,
  ...changed,
});

test.each([
  ['a turn that computes', { turnMs: 300, cpuMs: 295, waitedMs: 0 }, 300],
  ['a turn that waits for a core', { turnMs: 300, cpuMs: 20, waitedMs: 270 }, 30],
  ['a turn that waits for a disk', { turnMs: 300, cpuMs: 5, waitedMs: 0 }, 300],
  [
    'a turn that computes, with waiting outside of it',
    { turnMs: 300, cpuMs: 290, waitedMs: 90 },
    290,
  ],
])('%s', (_, seen, ms) => {
  expect(blockedMs(look(seen))).toBe(ms);
});

test('lines that are written in parts are read once and whole', () => {
  const folder = folderForTest();
  const file = path.join(folder, `probe-${process.pid}.jsonl`);
  const watch = new LoopWatch(folder, process.pid);
  const [first, second] = [1, 2].map((atMs) => JSON.stringify(look({ atMs })));
  appendFileSync(file, `${first}\n${second?.slice(0, 9)}`);
  expect(watch.read().map(({ atMs }) => atMs)).toEqual([1]);
  appendFileSync(file, `${second?.slice(9)}\n`);
  expect(watch.read().map(({ atMs, pid }) => [atMs, pid])).toEqual([[2, process.pid]]);
  expect(watch.read()).toEqual([]);
});
