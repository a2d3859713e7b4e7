import { expect, test } from 'vitest';
import { createLogger } from '../../../platform/telemetry/logger';
import type { JournalRow } from '../store/journal-row';
import { OrderWatcher } from './order-watcher';

const order = (epoch: number, status: string) => ({ id: 'one', epoch, status }) as JournalRow;
const wait = { deadlineMs: 60_000, isDecidedHere: true };

test('a read from before a change is not seen after it', async () => {
  const read = Promise.withResolvers<JournalRow>();
  const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });
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
