import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listBackups } from './backup-list';
import { makeBackup } from './make-backup';
import { findPgBackRest } from './pgbackrest';
import { connectedTo } from './repository';
import { restoreTestMs } from './testing/archived-rows';
import { SmallCluster } from './testing/small-cluster';

const deadlineMs = 120_000;

describe.skipIf(findPgBackRest() === null)('the stanza of a backup', () => {
  let backedUp: SmallCluster;
  let other: SmallCluster;

  beforeAll(async () => {
    [backedUp, other] = [new SmallCluster(), new SmallCluster()];
    await Promise.all([backedUp.start(), other.start()]);
  }, restoreTestMs);
  afterAll(() => Promise.all([backedUp?.close(), other?.close()]));

  test('must be that of the server of the databases', { timeout: restoreTestMs }, async () => {
    const made = await backedUp.backUp();
    const pgBackRest = connectedTo(backedUp.repository.pgBackRest, backedUp.url);
    const ofOther = makeBackup({ pgBackRest, url: other.url, type: 'full', deadlineMs });
    await expect(ofOther).rejects.toThrow('backs up another server than that of the databases');
    expect(await listBackups(pgBackRest, { deadlineMs })).toEqual([made]);
  });
});
