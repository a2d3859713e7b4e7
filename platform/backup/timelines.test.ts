import { describe, expect, test } from 'vitest';
import type { LogArchive, Timeline } from './log-archive';
import { segmentName } from './log-positions';
import { findTimeline, newestTimeline, otherTimelines, segmentsOf } from './timelines';

const segmentBytes = 4 * 2 ** 20;
const minute = (at: number) => new Date(Date.UTC(2026, 10, 29, 1, at));
const lsnIn = (number: number) => BigInt(number * segmentBytes + 100);

/** Segments that were archived one a minute, beginning with the minute `from`. */
const segmentsFrom = (timeline: number, numbers: readonly number[], from: number) =>
  numbers.map((number, at) => {
    const name = segmentName(timeline, number, segmentBytes);
    return { name, timeline, number, archivedAt: minute(from + at), checksum: '' };
  });

const first: Timeline = { id: 1, forks: [], startedAt: null };
const second = (reason: string, number: number): Timeline => ({
  id: 2,
  forks: [{ timeline: 1, endsAt: lsnIn(number), reason }],
  startedAt: minute(20),
});
const archiveOf = (timelines: Timeline[], ...segments: LogArchive['segments'][]): LogArchive => ({
  segmentBytes,
  segments: segments.flat(),
  timelines,
});

/** Timeline 1 was archived from minute 1 to 5, and restored to a moment of minute 3. */
const past = second('before 2026-11-29 01:03:00+00', 3);
const restored = archiveOf(
  [first, past],
  segmentsFrom(1, [1, 2, 3, 4, 5], 1),
  segmentsFrom(2, [3, 4], 21),
);
const others = (archive: LogArchive, id: number, at: Date | null) =>
  otherTimelines(archive, findTimeline(archive, id), at).map((timeline) => timeline.id);

describe('after a restore into the past, a moment', () => {
  test.each([
    ['before that moment is the same on both timelines', 2, minute(2), []],
    ['after it, of the abandoned history, is another one there', 2, minute(4), [1]],
    ['is found on the abandoned timeline when that is named', 1, minute(4), []],
    ['while the shop was stopped is of both', 2, minute(10), [1]],
    ['of the new history is on that only', 2, minute(21), []],
    ['of an unknown time may be of either', 2, null, [1]],
  ])('%s', (_, id, at, expected) => {
    expect(others(restored, id, at)).toEqual(expected);
  });
});

test('after a restore of the whole log, every moment is on the new timeline', () => {
  const whole = second('no recovery target specified', 5);
  const archive = archiveOf([first, whole], segmentsFrom(1, [1, 2, 3, 4, 5], 1));
  for (const at of [minute(3), minute(10), null]) expect(others(archive, 2, at)).toEqual([]);
});

test('after a restore that left log out, moments of that log are on the first timeline only', () => {
  const gap = second('no recovery target specified', 3);
  const archive = archiveOf([first, gap], segmentsFrom(1, [1, 2, 3, 4, 5], 1));
  expect(others(archive, 2, minute(1))).toEqual([]);
  expect(others(archive, 2, minute(4))).toEqual([1]);
});

test('recovery reads each timeline up to its fork', () => {
  const names = (timeline: Timeline) => segmentsOf(restored, timeline).map(({ name }) => name);
  const read = [...segmentsFrom(1, [1, 2], 1), ...segmentsFrom(2, [3, 4], 1)];
  expect(names(past)).toEqual(read.map(({ name }) => name));
  expect(names(first)).toHaveLength(5);
});

test('the newest timeline is the one with the newest log', () => {
  expect(newestTimeline(restored)?.id).toBe(2);
  const putBack = archiveOf([first, past], segmentsFrom(1, [1, 2, 3], 1), segmentsFrom(1, [6], 30));
  expect(newestTimeline(putBack)?.id).toBe(1);
  expect(newestTimeline(archiveOf([first, past], segmentsFrom(1, [1], 1)))?.id).toBe(2);
  expect(newestTimeline(archiveOf([]))).toBeUndefined();
});

test('an unknown timeline is refused, and the existing ones are named', () => {
  expect(() => findTimeline(restored, 7)).toThrow('The archive has no timeline 7. It has: 1, 2.');
});

test('an archive of a month has more segments than a call has arguments', () => {
  const many = Array.from({ length: 260_000 }, (_, number) => number);
  const archive = archiveOf(
    [first, second('no recovery target specified', 5)],
    segmentsFrom(1, many, 1),
  );
  expect(newestTimeline(archive)?.id).toBe(1);
});
