import { expect, test } from 'vitest';
import type { Backup } from './backup-list';
import type { LogArchive } from './log-archive';
import { segmentName } from './log-positions';
import { missingSegments, namedSegments } from './missing-segments';

const segmentBytes = 2 ** 22;
const nameOf = (timeline: number, number: number) => segmentName(timeline, number, segmentBytes);

function archiveOf(...numbers: readonly (readonly [timeline: number, number: number])[]) {
  const archive: LogArchive = {
    segmentBytes,
    segments: numbers.map(([timeline, number]) => ({
      name: nameOf(timeline, number),
      timeline,
      number,
      archivedAt: new Date(1_000 * (100 * timeline + number)),
      checksum: '',
    })),
    timelines: [
      { id: 1, forks: [], startedAt: null },
      ...(numbers.some(([timeline]) => timeline === 2)
        ? [
            {
              id: 2,
              forks: [{ timeline: 1, endsAt: BigInt(5 * segmentBytes + 8), reason: 'before' }],
              startedAt: new Date(200_000),
            },
          ]
        : []),
    ],
  };
  return archive;
}

const backupAt = (number: number, isDamaged = false, timeline = 1) =>
  ({
    isDamaged,
    log: {
      archiveId: '17-1',
      startSegment: nameOf(timeline, number),
      startLsn: BigInt(number * segmentBytes),
      stopLsn: BigInt(number * segmentBytes + 1),
    },
  }) as Backup;

const first = [1, 2, 3, 4, 5].map((number) => [1, number] as const);

test('an archive without a gap lacks nothing, also over a restore into the past', () => {
  const nothing = { needed: [], older: [] };
  expect(missingSegments(archiveOf(...first), [backupAt(1)])).toEqual(nothing);
  const restored = archiveOf(...first, [1, 6], [2, 5], [2, 6]);
  expect(missingSegments(restored, [backupAt(1)])).toEqual(nothing);
});

test('segments before the first backup are not missing', () => {
  const [, , ...rest] = first;
  expect(missingSegments(archiveOf(...rest), [backupAt(3)]).needed).toEqual([]);
});

test('segments that the newest whole backup needs are apart from those that only older ones need', () => {
  const archive = archiveOf([1, 1], [1, 3], [1, 5]);
  const both = [backupAt(1), backupAt(3)];
  expect(missingSegments(archive, both)).toEqual({ needed: [nameOf(1, 4)], older: [nameOf(1, 2)] });
  const damaged = [backupAt(1), backupAt(3, true)];
  expect(missingSegments(archive, damaged).needed).toEqual([nameOf(1, 2), nameOf(1, 4)]);
});

test('a backup needs the log up to its end, also where nothing later is in the archive', () => {
  const whole = backupAt(2);
  const log = whole.log && { ...whole.log, stopLsn: BigInt(4 * segmentBytes) };
  const backups = [{ ...whole, log }];
  const needed = (archive: LogArchive) => missingSegments(archive, backups).needed;
  expect(needed(archiveOf([1, 2], [1, 3]))).toEqual([]);
  expect(needed(archiveOf([1, 1], [1, 2]))).toEqual([nameOf(1, 3)]);
  expect(needed(archiveOf())).toEqual([nameOf(1, 2), nameOf(1, 3)]);
  expect(needed({ ...archiveOf(), timelines: [] })).toEqual([nameOf(1, 2), nameOf(1, 3)]);
  expect(missingSegments(archiveOf(), []).needed).toEqual([]);
});

test('a message names a few of them', () => {
  expect(namedSegments(['A', 'B'])).toBe('A, B');
  const many = Array.from({ length: 10 }, (_, index) => String(index));
  expect(namedSegments(many)).toBe('0, 1, 2, 3, 4, 5, 6, 7 and 2 more');
});
