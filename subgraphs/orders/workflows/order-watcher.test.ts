import { expect, test, vi } from 'vitest';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import type { JournalRow } from '../store/journal-row';
import { OrderWatcher } from './order-watcher';

const order = (epoch: number, status: string) => ({ id: 'one', epoch, status }) as JournalRow;
const wait = { deadlineMs: 60_000, isDecidedHere: true };

test('a read from before a change is not seen after it', async () => {
  const read = Promise.withResolvers<JournalRow>();
  const watcher = new OrderWatcher(() => read.promise, logger);
  const isReached = ({ epoch }: JournalRow) => epoch !== 2;
  const other = watcher.until(order(0, 'CONFIRMED'), ({ epoch }) => epoch > 2, wait);

  const told = watcher.changedElsewhere('one');
  const released = watcher.until(order(2, 'SHIPPED'), isReached, wait);
  read.resolve(order(1, 'PARTIALLY_SHIPPED'));
  await told;
  watcher.publish(order(3, 'SHIPPED'));

  expect((await released).status).toBe('SHIPPED');
  expect((await other).epoch).toBe(3);
});

test('a clock that is set back does not prolong a wait', async () => {
  const watcher = new OrderWatcher(async () => order(1, 'PENDING'), logger);
  const waiting = watcher.until(order(1, 'PENDING'), () => false, { ...wait, deadlineMs: 300 });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
  try {
    expect((await waiting).status).toBe('PENDING');
  } finally {
    vi.useRealTimers();
  }
});
