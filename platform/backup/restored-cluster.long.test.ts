import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clusterFolders } from '../database/embedded-cluster';
import { whyNotArchived } from './archive-segment';
import { receivedFolderOf } from './log-receiver';
import { findPgBackRest, runPgBackRest } from './pgbackrest';
import { systemIdIn } from './restored-cluster';
import { ArchivedRows, latest, restored, restoreTestMs, segmentOf } from './testing/archived-rows';
import { overwrite, type SmallCluster } from './testing/small-cluster';

const bytesBeforeEnd = 32;

/** Copies a segment to where PostgreSQL's account may write. */
async function fromArchive(cluster: SmallCluster, name: string, file: string): Promise<void> {
  const call = { deadlineMs: 60_000, operands: [name, file] };
  await runPgBackRest(cluster.repository.pgBackRest, 'archive-get', [], call);
}

describe.skipIf(findPgBackRest() === null)('a restore', () => {
  let archived: ArchivedRows;
  beforeAll(async () => {
    archived = await ArchivedRows.create();
  }, restoreTestMs);
  afterAll(() => archived?.cluster.close());

  test(
    'finds that a segment is missing',
    async () => {
      const copy = archived.copy();
      const { name, file } = segmentOf(copy, 103);
      rmSync(file);
      const { gap, ids } = await restored(copy, latest);
      expect(ids).toEqual([100, 101, 102]);
      expect(gap).toMatchObject({ segment: name, segments: 1, reason: 'it is not in the archive' });
    },
    restoreTestMs,
  );

  test(
    'takes a damaged segment from the second copy of the log, and a backup that is named',
    async () => {
      const copy = archived.copy();
      const { name, file } = segmentOf(copy, 102);
      const { data, sockets } = clusterFolders(copy.dataFolder);
      await fromArchive(copy, name, join(sockets, name));
      const received = receivedFolderOf(copy.repository.folder, systemIdIn(data));
      mkdirSync(received, { recursive: true });
      renameSync(join(sockets, name), join(received, name));
      overwrite(file, 120);
      const { gap, ids, backup } = await restored(copy, { ...latest, set: archived.first.label });
      expect([gap, ids]).toEqual([null, [100, 101, 102, 103, 104]]);
      expect(backup.label).toBe(archived.first.label);
    },
    restoreTestMs,
  );

  test(
    'finds that the newest segment was altered, although it can be decompressed',
    async () => {
      const copy = archived.copy();
      const { name, file } = segmentOf(copy, 104);
      const whole = join(clusterFolders(copy.dataFolder).sockets, name);
      await fromArchive(copy, name, whole);
      const bytes = readFileSync(whole);
      // The last record closes the segment, the one before it is the commit.
      const end = bytes.findLastIndex((byte) => byte !== 0);
      bytes[end - bytesBeforeEnd] = 0xff;
      writeFileSync(file, zstdCompressSync(bytes));
      const { gap, ids } = await restored(copy, latest);
      expect(ids).toEqual([100, 101, 102, 103]);
      expect(gap).toMatchObject({ segment: name, segments: 1, reason: 'its checksum is wrong' });
    },
    restoreTestMs,
  );

  test('a log that does not continue the archive is not archived, with the reason', async () => {
    const copy = archived.copy();
    const { pgBackRest } = copy.repository;
    const { name } = segmentOf(copy, 104);
    const segment = join(clusterFolders(copy.dataFolder).data, 'pg_wal', name);
    await fromArchive(copy, name, segment);
    expect(await whyNotArchived(pgBackRest, copy.dataFolder, name)).toBeNull();
    overwrite(segment, 2 ** 20);
    expect(await whyNotArchived(pgBackRest, copy.dataFolder, name)).toContain('already exists');
  });

  test(
    'takes the backup before one whose files are damaged, and says so',
    async () => {
      const copy = archived.copy();
      const files = join(copy.folder, 'backups/backup/orderprocessing', archived.second.label);
      overwrite(join(files, 'bundle/1'), 400_000);
      const { gap, ids, backup, passedOver } = await restored(copy, latest);
      expect([gap, ids]).toEqual([null, [100, 101, 102, 103, 104]]);
      expect(backup.label).toBe(archived.first.label);
      expect(passedOver).toMatchObject([{ label: archived.second.label }]);
    },
    restoreTestMs,
  );
});
