import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { SmallCluster } from '../../platform/backup/testing/small-cluster';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { createLogger } from '../../platform/telemetry/logger';
import { databaseForFile } from '../../platform/testing/database';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { parseConfiguration } from '../schema';
import { bySubgraph } from '../subgraphs';
import { backUp, dueBackup, openBackedUpServer } from './open-backups';

const now = new Date('2026-11-26T12:00:00Z');
const made = (type: 'full' | 'incr', hoursAgo: number) => ({
  type,
  startedAt: new Date(now.getTime() - hoursAgo * 3_600_000),
});

test.each([
  ['the first one is full', [], 24, null, 'full'],
  ['none is due', [made('full', 23)], 24, null, null],
  ['a day is over, but for some minutes', [made('full', 23.6)], 24, null, 'full'],
  ['an incremental one does not count as full', [made('full', 25), made('incr', 1)], 24, 6, 'full'],
  ['an incremental one is due', [made('full', 8)], 24, 6, 'incr'],
  ['the last incremental one is new', [made('full', 8), made('incr', 2)], 24, 6, null],
  ['they are switched off', [made('full', 99)], null, null, null],
] as const)('%s', (_, backups, fullHours, incrementalHours, expected) => {
  expect(dueBackup(backups, { fullHours, incrementalHours }, now)).toBe(expected);
});

describe('a backup of servers of your own', () => {
  const database = databaseForFile();
  const dataFolder = folderForFile();
  let other: EmbeddedPostgres;
  beforeAll(async () => {
    const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });
    other = await startEmbeddedPostgres({ dataFolder, logger, durable: false });
  }, 120_000);
  afterAll(() => other?.stop());

  function backUpWith(users: string) {
    const { url } = database;
    const settings = parseConfiguration({
      environment: 'test',
      dataFolder,
      database: { ...bySubgraph(() => ({ url })), users: { url: users } },
      backups: { pgbackrestConfig: '/nowhere' },
    });
    const pgBackRest = { program: 'false', configFile: '/nowhere', stanza: 'none' };
    return backUp(settings, { pgBackRest, url, repository: null }, 'full');
  }

  test('counts for no database that is on another one', async () => {
    const left = 'the databases of users are not on it. Nothing was backed up';
    await expect(backUpWith(other.tcpUrl('postgres'))).rejects.toThrow(left);
    await expect(backUpWith(database.url)).rejects.not.toThrow(left);
  });
});

describe.skipIf(findPgBackRest() === null)('a backup without the secret of the others', () => {
  const cluster = new SmallCluster();
  beforeAll(() => cluster.start(), 120_000);
  afterAll(() => cluster.close());

  async function backUpWith(encryptionSecret: string | null) {
    const { dataFolder } = cluster;
    const folder = join(cluster.folder, 'backups');
    const backups = { folder, encryptionSecret };
    const settings = parseConfiguration({ environment: 'test', dataFolder, backups });
    const server = openBackedUpServer(settings);
    if (server === null) throw new Error('The cluster runs.');
    return backUp(settings, server, 'full');
  }

  test('is refused, and leaves nothing in plain text beside them', async () => {
    const sealedText = () => readFileSync(join(cluster.folder, 'backups/data-folder.json'), 'utf8');
    await backUpWith('a secret of more than thirty-two characters');
    expect(sealedText()).toContain('"salt"');
    await expect(backUpWith(null)).rejects.toThrow('stanza-create');
    expect(sealedText()).toContain('"salt"');
  }, 120_000);
});
