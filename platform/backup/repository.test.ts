import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archivingConfigOf } from '../database/embedded-archiving';
import { listBackups } from './backup-list';
import { findPgBackRest } from './pgbackrest';
import { openRepository } from './repository';
import { SmallCluster } from './testing/small-cluster';

const hookMs = 120_000;

describe.skipIf(findPgBackRest() === null)('the configuration of a running server', () => {
  const cluster = new SmallCluster();
  beforeAll(() => cluster.start(), hookMs);
  afterAll(() => cluster.close());

  const { dataFolder } = cluster;
  const folder = join(cluster.folder, 'backups');
  const open = (secret: string | null, configures?: boolean) =>
    openRepository({ dataFolder, folder, retentionDays: 30, secret }, configures).pgBackRest;
  const textOf = (file: string): string => readFileSync(file, 'utf8');
  const archiving = archivingConfigOf(dataFolder);

  test('is replaced by a backup alone, and not by a command without the secret', async () => {
    expect(open('a secret', true).configFile).toBe(archiving);
    expect(open('a secret').configFile).toBe(archiving);
    const { configFile } = open(null);
    expect(textOf(configFile)).not.toContain('cipher');
    expect(textOf(archiving)).toContain('repo1-cipher-pass=a secret');
    open('another secret', true);
    expect(textOf(archiving)).toContain('repo1-cipher-pass=another secret');
    await cluster.stop();
    expect(open(null).configFile).toBe(archiving);
    expect(textOf(archiving)).not.toContain('cipher');
  });

  test('needs no data folder to look, and creates none', async () => {
    const lost = { dataFolder: join(cluster.folder, 'lost'), folder, retentionDays: 30 };
    const { pgBackRest } = openRepository({ ...lost, secret: 'a secret' });
    expect(pgBackRest.environment).toMatchObject({ PGBACKREST_REPO1_CIPHER_PASS: 'a secret' });
    expect(await listBackups(pgBackRest, { deadlineMs: 60_000 })).toEqual([]);
    expect(existsSync(lost.dataFolder)).toBe(false);
  });
});
