import { expect, test, vi } from 'vitest';
import { waitUntil } from './process-table';

test('a wait ends in time although the clock of the machine was put back', async () => {
  const now = Date.now();
  const clock = vi
    .spyOn(Date, 'now')
    .mockReturnValue(now - 3_600_000)
    .mockReturnValueOnce(now);
  try {
    expect(await waitUntil(() => false, 50)).toBe(false);
  } finally {
    clock.mockRestore();
  }
});
