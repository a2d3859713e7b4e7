import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { readRestorePoints } from '../../platform/backup/restore-points';
import { SmallCluster } from '../../platform/backup/testing/small-cluster';
import { archivingConfigOf } from '../../platform/database/embedded-archiving';
import { markMoment } from './mark';

const hookMs = 120_000;

describe.skipIf(findPgBackRest() === null)('a moment that is named', () => {
  const cluster = new SmallCluster();
  beforeAll(async () => {
    await cluster.start();
    await cluster.backUp();
  }, hookMs);
  afterAll(() => cluster.close());
  afterEach(() => void vi.unstubAllEnvs());

  test(
    'is known although the log cannot be archived: its name is in the log',
    async () => {
      vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', cluster.dataFolder);
      vi.stubEnv('ORDERPROCESSING_BACKUPS_FOLDER', path.join(cluster.folder, 'backups'));
      writeFileSync(archivingConfigOf(cluster.dataFolder), 'no configuration of pgBackRest');
      const { pointsFile } = cluster.repository;
      const marking = markMoment('before-upgrade', {}).catch((error: unknown) => error);
      const isKnown = () =>
        expect(readRestorePoints(pointsFile)).toMatchObject([{ name: 'before-upgrade' }]);
      await vi.waitFor(isKnown, { timeout: 30_000 });
      await cluster.stop();
      expect(await marking).toBeInstanceOf(Error);
    },
    hookMs,
  );
});
