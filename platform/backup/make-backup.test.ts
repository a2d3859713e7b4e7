import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listBackups } from './backup-list';
import { findPgBackRest } from './pgbackrest';
import { restoreCluster } from './restored-cluster';
import { latest, restoreTestMs } from './testing/archived-rows';
import { SmallCluster } from './testing/small-cluster';
import { verifyRepository } from './verify-repository';

const call = { deadlineMs: 60_000 };
const damage = /^page 3 of entries of database postgres \(file base\/\d+\/\d+\)$/;

describe.skipIf(findPgBackRest() === null)('a backup', () => {
  let cluster: SmallCluster;

  beforeAll(async () => {
    cluster = new SmallCluster();
    await cluster.start();
    await cluster.createTable();
    await cluster.backUp();
    await cluster.stop();
    cluster.damagePage(3);
    await cluster.start();
  }, restoreTestMs);
  afterAll(() => cluster?.close());

  test('of a damaged page fails, names the page, and keeps the whole backup', async () => {
    const failure = await cluster.backUp().catch((error: unknown) => error);
    const backups = await listBackups(cluster.repository.pgBackRest, call);
    const [whole, damaged] = backups;
    expect(backups).toMatchObject([{ isDamaged: false }, { isDamaged: true }]);
    expect(damaged?.damage).toMatch(damage);
    expect(failure).toMatchObject({ backup: { label: damaged?.label } });
    expect(String(failure)).toContain(damaged?.damage);
    expect(String(failure)).toContain(`it takes ${whole?.label}`);
  });

  test('which is damaged inside is found although every file has its checksum', async () => {
    await expect(verifyRepository(cluster.repository.pgBackRest)).rejects.toThrow(
      /damaged when these backups were made: \S+F \(page 3 of entries/,
    );
  });

  test(
    'which is damaged is not the one that a restore takes',
    async () => {
      const [whole, damaged] = await listBackups(cluster.repository.pgBackRest, call);
      await cluster.stop();
      const { server, ...facts } = await restoreCluster({ ...cluster.restoring, ...latest });
      try {
        expect([facts.backup.label, facts.gap]).toEqual([whole?.label, null]);
        expect(facts.passedOver).toEqual([{ label: damaged?.label, reason: damaged?.damage }]);
        const rows = await cluster.query(
          'SELECT count(*)::int FROM entries',
          server.tcpUrl('postgres'),
        );
        expect(rows).toEqual([{ count: 20 }]);
      } finally {
        await server.stop();
      }
    },
    restoreTestMs,
  );
});
