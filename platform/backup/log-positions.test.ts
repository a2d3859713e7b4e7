import { expect, test } from 'vitest';
import {
  parseLsn,
  segmentAt,
  segmentBytesOf,
  segmentName,
  segmentNumber,
  timelineOf,
} from './log-positions';

const mebibyte = 2 ** 20;

test.each([
  ['0/1400028', '000000010000000000000005', 4],
  ['0/1400028', '000000010000000000000001', 16],
  ['2A/FFC00000', '000000030000002A000003FF', 4],
  ['2A/FFC00000', '0000000C0000002A000000FF', 16],
])('the position %s is in %s, of %i MiB', (text, segment, mebibytes) => {
  const lsn = parseLsn(text);
  const bytes = mebibytes * mebibyte;
  expect(segmentBytesOf(segment, lsn)).toBe(bytes);
  expect(segmentNumber(segment, bytes)).toBe(segmentAt(lsn, bytes));
  expect(segmentName(timelineOf(segment), segmentAt(lsn, bytes), bytes)).toBe(segment);
});

test('a position that is not in the segment is refused', () => {
  expect(() => segmentBytesOf('000000010000000000000005', 0n)).toThrow('does not have');
});
