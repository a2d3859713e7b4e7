import { describe, it, test } from 'vitest';

/** What has `each`: a table of nothing would define no test, and the suite would pass on it. */
const withTables: readonly { each: unknown }[] = [test, it, describe];

type Each = (this: unknown, ...args: unknown[]) => unknown;

const guarded = new WeakSet<Each>();

/** Refuses an empty table: what it was read from has moved, or the pattern fits nothing now. */
function refusing(each: Each): Each {
  if (guarded.has(each)) return each;
  const refuses: Each = function (...args) {
    const [rows] = args;
    if (Array.isArray(rows) && rows.length === 0) {
      throw new Error('This table of tests is empty, so that it would prove nothing.');
    }
    return each.apply(this, args);
  };
  guarded.add(refuses);
  return refuses;
}

for (const owner of withTables) owner.each = refusing(owner.each as Each);
