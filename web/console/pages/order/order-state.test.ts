import { expect, test } from 'vitest';
import { isBehind } from './order-state';

const placed = { version: 1, updatedAt: '2026-11-30T12:00:00.000Z' };
const shipped = { version: 2, updatedAt: '2026-11-30T12:00:05.000Z' };
/** The payment was captured, which is no event of the order. */
const captured = { version: 2, updatedAt: '2026-11-30T12:00:06.000Z' };

test.each([
  ['what the first message says is newer', placed, shipped, true],
  ['there is a later time of the same version', shipped, captured, true],
  ['the order could not be read before', null, placed, true],
  ['the message is the state that is shown', captured, captured, false],
  ['the message is older than the answer', captured, shipped, false],
  ['there was no message', placed, null, false],
])('an order is read again where %s: %#', (_why, shown, newest, isRead) => {
  expect(isBehind(shown, newest)).toBe(isRead);
});
