import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ProfileInProgress, Profiler } from './profiler';

interface CpuProfile {
  readonly nodes: readonly { readonly callFrame: { readonly functionName: string } }[];
  readonly samples: readonly number[];
}

interface HeapNode {
  readonly callFrame: { readonly functionName: string };
  readonly selfSize: number;
  readonly children: readonly HeapNode[];
}

const never = new AbortController().signal;
const held: number[][] = [];

function holdUpTheLoop(): void {
  const endMs = performance.now() + 20;
  while (performance.now() < endMs);
}

function holdManyNumbers(): void {
  held.push(Array.from({ length: 10_000 }, (_, index) => index));
}

/** Does it again and again until the promise is settled, and lets others have their turn. */
async function until<Value>(settled: Promise<Value>, work: () => unknown): Promise<Value> {
  let isSettled = false;
  const noticed = settled.finally(() => {
    isSettled = true;
  });
  while (!isSettled) {
    work();
    await pause(1);
  }
  return noticed;
}

function* nodesBelow(node: HeapNode): Iterable<HeapNode> {
  yield node;
  for (const child of node.children) yield* nodesBelow(child);
}

describe('a profile', () => {
  it('of the CPU names the function that took the time', async () => {
    const taking = new Profiler().take({ kind: 'cpu', seconds: 1, signal: never });
    const { nodes, samples } = JSON.parse(await until(taking, holdUpTheLoop)) as CpuProfile;
    expect(nodes.map(({ callFrame }) => callFrame.functionName)).toContain('holdUpTheLoop');
    expect(samples.length).toBeGreaterThan(100);
  });

  it('of the heap names the function that allocated what is held, and holds no values', async () => {
    const taking = new Profiler().take({ kind: 'heap', seconds: 1, signal: never });
    const text = await until(taking, holdManyNumbers);
    const { head } = JSON.parse(text) as { head: HeapNode };
    const names = [...nodesBelow(head)].map(({ callFrame }) => callFrame.functionName);
    expect(names).toContain('holdManyNumbers');
    expect(held.length).toBeGreaterThan(0);
  });

  it('is refused while another one is under way, and taken after it', async () => {
    const profiler = new Profiler();
    const first = profiler.take({ kind: 'cpu', seconds: 1, signal: never });
    const second = profiler.take({ kind: 'heap', seconds: 1, signal: never });
    await expect(second).rejects.toThrow(ProfileInProgress);
    await first;
    expect(await profiler.take({ kind: 'heap', seconds: 1, signal: never })).toContain('head');
  });

  it('ends when its caller leaves, so that another can begin', async () => {
    const profiler = new Profiler();
    const leaving = new AbortController();
    const taking = profiler.take({ kind: 'cpu', seconds: 60, signal: leaving.signal });
    leaving.abort();
    await expect(taking).rejects.toThrow(/abort/i);
    expect(await profiler.take({ kind: 'cpu', seconds: 1, signal: never })).toContain('nodes');
  });
});
