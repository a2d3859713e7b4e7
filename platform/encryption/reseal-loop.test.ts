import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import type { DataKeys } from './data-keys';
import { resealLoop } from './reseal-loop';
import type { SealedTable } from './sealed-table';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const table = (name: string, unreadable: readonly string[]): SealedTable => ({
  name,
  reseal: async () => ({ last: null, changed: 0, left: 0, unreadable }),
  uses: async () => false,
});

it('completes a table only if all of its rows can be decrypted', async () => {
  const completed: string[] = [];
  const keys = {
    settings: { isOn: true },
    current: async () => ({ activeId: 'd2', isSwept: () => false }),
    markSwept: async (id: string, tables: readonly string[]) => {
      completed.push(...tables.map((name) => `${id} ${name}`));
    },
  };
  const loop = resealLoop({
    store: {
      dataKeys: keys as unknown as DataKeys,
      sealedTables: [table('mails', []), table('mail_tokens', ['1']), table('users', ['2'])],
    },
    logger,
  });
  loop.start();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(completed).toEqual([]);
  await vi.advanceTimersByTimeAsync(600_000);
  await loop.stop();
  expect(completed).toEqual(['d2 mails']);
});
