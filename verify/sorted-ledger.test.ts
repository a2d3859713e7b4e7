import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { folderForFile } from '../platform/testing/temporary-folder';
import type { LedgerEntry } from './facts';
import { type LedgerGroup, SortedLedger } from './sorted-ledger';

async function* ledgerOf(orderIds: readonly string[]): AsyncGenerator<LedgerEntry> {
  for (const [index, orderId] of orderIds.entries()) {
    yield { orderId, kind: 'capture', amountMinor: BigInt(index), currency: 'EUR' };
  }
}

/** Other processes write their files elsewhere. */
const own = folderForFile();
beforeAll(() => void vi.stubEnv('TMPDIR', own));
afterAll(() => void vi.unstubAllEnvs());

const leftOnDisk = () => readdirSync(own);

test.each([1, 2, 3, 100])(
  'a ledger with %i entries in memory is sorted by order',
  async (inMemoryMax) => {
    const ledger = await SortedLedger.read(
      ledgerOf(['c', '!odd', 'a', 'c', 'b', 'a', 'c']),
      inMemoryMax,
    );
    const groups: LedgerGroup[] = [];
    for await (const group of ledger.groups()) groups.push(group);
    ledger.close();
    const amounts = groups.map(({ orderId, entries }) => [
      orderId,
      entries.map(({ amountMinor }) => Number(amountMinor)).sort(),
    ]);
    expect(amounts).toEqual([
      ['!odd', [1]],
      ['a', [2, 5]],
      ['b', [4]],
      ['c', [0, 3, 6]],
    ]);
    expect(ledger.count).toBe(7);
    expect(leftOnDisk()).toEqual([]);
  },
);

test('an empty ledger has no groups', async () => {
  const ledger = await SortedLedger.read(ledgerOf([]));
  expect((await ledger.groups().next()).done).toBe(true);
  ledger.close();
});

test('a ledger that breaks off leaves no files', async () => {
  async function* broken(): AsyncGenerator<LedgerEntry> {
    yield* ledgerOf(['a', 'b']);
    throw new Error('broken off');
  }
  await expect(SortedLedger.read(broken(), 1)).rejects.toThrow('broken off');
  expect(leftOnDisk()).toEqual([]);
});
