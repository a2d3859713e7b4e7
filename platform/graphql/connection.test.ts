import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../values/uuid';
import { cursorKey, encodeCursor, pageRequest } from './connection';

const kinds = [cursorKey.instant, cursorKey.uuid];
const id = uuidV7();
const request = (keys: readonly string[]) =>
  pageRequest(10, encodeCursor('placed', keys), 'placed', kinds);

describe('a cursor', () => {
  it.each(['2026-11-26T04:05:06.789Z', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])(
    'may hold the instant %s',
    (at) => {
      expect(request([at, id]).after).toEqual([at, id]);
    },
  );

  it.each([
    ['a year of six digits', '+275760-09-13T00:00:00.000Z'],
    ['a year before the first', '-271821-04-20T00:00:00.000Z'],
    ['the year 0', '0000-01-01T00:00:00.000Z'],
    ['a day that there is not', '2026-02-30T00:00:00.000Z'],
    ['another way to write it', '2026-11-26T04:05:06Z'],
    ['no instant', 'soon'],
  ])('is refused with %s', (_what, at) => {
    expect(() => request([at, id])).toThrow(/`after` is not a cursor/);
  });

  it('is refused with too few, too many or other keys', () => {
    const at = '2026-11-26T04:05:06.789Z';
    for (const keys of [[at], [at, id, id], [at, 'x'], [id, at]]) {
      expect(() => request(keys)).toThrow(/`after` is not a cursor/);
    }
  });
});
