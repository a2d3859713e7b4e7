import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPgBackRest } from './pgbackrest';
import { LogGapError } from './restored-cluster';
import { putIntoPlace } from './switch-clusters';
import { ArchivedRows, latest, restored, restoreTestMs, segmentOf } from './testing/archived-rows';
import { overwrite } from './testing/small-cluster';

describe.skipIf(findPgBackRest() === null)('a restore', () => {
  let archived: ArchivedRows;
  beforeAll(async () => {
    archived = await ArchivedRows.create();
  }, restoreTestMs);
  afterAll(() => archived?.cluster.close());

  test(
    'of an archive with a damaged segment says where it ended, and what is behind that',
    async () => {
      const copy = archived.copy();
      const { name, file } = segmentOf(copy, 102);
      // Further in, some bytes would only make its checksum wrong.
      overwrite(file, 0);
      const { gap, lastCommitAt, ids, backup } = await restored(copy, latest);
      expect(backup.label).toBe(archived.second.label);
      expect(ids).toEqual([100, 101]);
      expect(gap).toMatchObject({ segment: name, segments: 3, endedAt: lastCommitAt });
      expect(gap?.reason).toContain('zst error');
      const failure = await restored(copy, archived.after(103)).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(LogGapError);
      expect((failure as LogGapError).gap).toEqual(gap);
    },
    restoreTestMs,
  );

  test(
    'asks which history is meant, after an earlier restore into the past',
    async () => {
      const copy = archived.copy();
      expect((await restored(copy, archived.after(102))).ids).toEqual([100, 101, 102]);
      expect(putIntoPlace(copy.dataFolder, new Date())).toMatch(/postgres\.before-\d{8}T\d{6}Z$/);
      expect(existsSync(join(copy.dataFolder, 'restored'))).toBe(false);
      await copy.start();
      await copy.write(200);
      await copy.stop();
      const abandoned = archived.after(103);
      await expect(restored(copy, abandoned)).rejects.toThrow('--timeline 1 or --timeline 2');
      const { ids, timeline } = await restored(copy, { ...abandoned, timeline: 1 });
      expect([ids, timeline]).toEqual([[100, 101, 102, 103], 1]);
      expect((await restored(copy, latest)).ids).toEqual([100, 101, 102, 200]);
      await expect(restored(copy, { ...latest, set: 'none' })).rejects.toThrow('no backup none');
    },
    restoreTestMs,
  );
});
