import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entry, LinkedList } from './linked-list';

const valuesIn = (list: LinkedList<number>) => list.entries().map(({ value }) => value);

test('it has what a set has, in the same order, however it was added and removed', async () => {
  const step = fc.record({ isAdded: fc.boolean(), place: fc.nat(20) });
  await fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const list = new LinkedList<number>();
      const expected = new Set<number>();
      const entries: Entry<number>[] = [];
      for (const [number, { isAdded, place }] of steps.entries()) {
        if (isAdded) {
          entries.push(list.add(number));
          expected.add(number);
        }
        const entry = entries[place];
        if (!isAdded && entry !== undefined) {
          // Some are removed for the second time.
          entry.remove();
          expected.delete(entry.value);
        }
      }
      expect(valuesIn(list)).toEqual([...expected]);
      expect(list.size).toBe(expected.size);
      expect(list.first?.value).toBe([...expected][0]);
      for (const { isIn, value } of entries) expect(isIn).toBe(expected.has(value));
    }),
  );
});

test('what was removed does not survive because of what was removed before it', () => {
  const script = `
    const { LinkedList } = require('./dist/platform/values/linked-list.js');
    const list = new LinkedList();
    const entries = [];
    const add = () => entries.push(list.add({ data: Array.from({ length: 500 }, (_, i) => ({ i })) }));
    for (let i = 0; i < 2_000; i += 1) {
      add();
      if (entries.length > 8) entries.shift().remove();
    }
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 10_000; i += 1) {
      add();
      if (entries.length > 8) entries.shift().remove();
    }
    gc({ type: 'minor' });
    gc({ type: 'minor' });
    console.log(process.memoryUsage().heapUsed - before);`;
  const grown = execFileSync(process.execPath, ['--expose-gc', '-e', script]);
  expect(Number(grown)).toBeLessThan(10_000_000);
});
