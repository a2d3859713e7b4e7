import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { beginArchiving } from '../../platform/backup/repository';
import { SmallCluster } from '../../platform/backup/testing/small-cluster';
import { systemIdOf } from '../../platform/database/archived-log';
import { archivingConfigOf } from '../../platform/database/embedded-archiving';
import { databaseForFile } from '../../platform/testing/database';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { parseConfiguration } from '../schema';
import {
  backUp,
  checkBackedUp,
  configureArchiving,
  dueBackup,
  openBackedUpServer,
  scheduledBackups,
} from './open-backups';

const orders = databaseForFile('orders');

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
  ['the last one was made by a clock that was ahead', [made('full', -99)], 24, null, 'full'],
  ['they are switched off', [made('full', 99)], null, null, null],
] as const)('%s', (_, backups, fullHours, incrementalHours, expected) => {
  expect(dueBackup(backups, { fullHours, incrementalHours }, now)).toBe(expected);
});

test('a backup of one server first asks where the other databases are', async () => {
  const configuration = parseConfiguration({
    environment: 'test',
    database: { orders: { url: orders.url }, users: { url: 'postgres://127.0.0.1:1/users' } },
    backups: { pgbackrestConfig: '/etc/pgbackrest.conf' },
  });
  const pgBackRest = { program: '/bin/false', configFile: '/etc/pgbackrest.conf', stanza: 'shop' };
  const server = { pgBackRest, url: orders.url, repository: null };
  await expect(backUp(configuration, server, 'full')).rejects.toThrow('ECONNREFUSED');
});

test('backups that are verified must be of the server of the databases', async () => {
  const program = path.join(folderForTest(), 'pgbackrest');
  const checked = (cluster: string) => {
    const info = `[{"db":[{"id":1,"system-id":7},{"id":2,"system-id":${cluster}}]}]`;
    writeFileSync(program, `#!/bin/sh\necho '${info}'\n`, { mode: 0o755 });
    const configuration = parseConfiguration({
      environment: 'test',
      database: { orders: { url: orders.url } },
      backups: { pgbackrestConfig: '/etc/pgbackrest.conf' },
    });
    const pgBackRest = { program, configFile: '/etc/pgbackrest.conf', stanza: 'shop' };
    return checkBackedUp(configuration, { pgBackRest, url: orders.url, repository: null });
  };
  const cluster = await systemIdOf(orders.url);
  await checked(cluster);
  await expect(checked('7')).rejects.toThrow('The stanza shop of /etc/pgbackrest.conf backs up');
  // Numbers of this size are the same to JSON.parse.
  await expect(checked(String(BigInt(cluster) + 1n))).rejects.toThrow('another server');
});

test('no backup is due of a shop that has moved away from the embedded PostgreSQL', async () => {
  const dataFolder = folderForTest();
  beginArchiving(dataFolder, `${dataFolder}-backups`);
  const database = { orders: { url: orders.url } };
  const settings = parseConfiguration({ environment: 'test', dataFolder, database });
  expect(await scheduledBackups(settings).run(AbortSignal.timeout(60_000))).toBeNull();
});

describe.skipIf(findPgBackRest() === null)(
  'a backup by other settings than those of the shop',
  () => {
    const cluster = new SmallCluster();
    beforeAll(() => cluster.start(), 120_000);
    afterAll(() => cluster.close());

    const secret = 'a secret of more than thirty-two characters';

    function settingsWith(folderName: string, encryptionSecret: string | null) {
      const folder = path.join(cluster.folder, folderName);
      const backups = { folder, encryptionSecret };
      return parseConfiguration({ environment: 'test', dataFolder: cluster.dataFolder, backups });
    }

    async function backUpTo(folderName: string, encryptionSecret: string | null) {
      const settings = settingsWith(folderName, encryptionSecret);
      const server = openBackedUpServer(settings);
      if (server === null) throw new Error('The cluster runs.');
      return backUp(settings, server, 'full');
    }

    test('is refused, leaves nothing in plain text, and the log in its archive', async () => {
      const sealedText = () =>
        readFileSync(path.join(cluster.folder, 'backups/data-folder.json'), 'utf8');
      await backUpTo('backups', secret);
      expect(sealedText()).toContain('"salt"');
      const archiving = readFileSync(archivingConfigOf(cluster.dataFolder), 'utf8');
      await expect(backUpTo('backups', null)).rejects.toThrow('with the settings of the shop');
      await expect(backUpTo('elsewhere', secret)).rejects.toThrow(/folder than .*\/elsewhere,/);
      expect(sealedText()).toContain('"salt"');
      expect(readFileSync(archivingConfigOf(cluster.dataFolder), 'utf8')).toBe(archiving);
      await backUpTo('backups', secret);
    }, 120_000);

    test('that nothing has recorded is recorded by the schedule', async () => {
      const settings = settingsWith('backups', secret);
      rmSync(settings.backups.stateFile);
      expect(await scheduledBackups(settings).run(AbortSignal.timeout(60_000))).toBeNull();
      const state = JSON.parse(readFileSync(settings.backups.stateFile, 'utf8'));
      expect(Date.parse(state.orders)).toBeGreaterThan(0);
    }, 120_000);

    test('on a disk that is not mounted is not made below it', async () => {
      const settings = settingsWith('backups', secret);
      const { folder } = settings.backups;
      renameSync(folder, `${folder}.disk`);
      mkdirSync(folder);
      const signal = AbortSignal.timeout(60_000);
      await expect(backUpTo('backups', secret)).rejects.toThrow('Mount the disk of the backups');
      await expect(scheduledBackups(settings).run(signal)).rejects.toThrow('Mount the disk');
      expect(readdirSync(folder)).toEqual([]);
      rmdirSync(folder);
      renameSync(`${folder}.disk`, folder);
      expect(await scheduledBackups(settings).run(signal)).toBeNull();
    });

    test('of other databases is refused, and no verification takes their backups for its own', async () => {
      const other = new SmallCluster();
      await other.start();
      try {
        const backups = { folder: path.join(cluster.folder, 'backups'), encryptionSecret: secret };
        const { dataFolder } = other;
        const settings = parseConfiguration({ environment: 'test', dataFolder, backups });
        const server = openBackedUpServer(settings);
        if (server === null) throw new Error('The cluster runs.');
        await expect(checkBackedUp(settings, server)).rejects.toThrow('Move that folder away');
        await expect(backUp(settings, server, 'full')).rejects.toThrow('Move that folder away');
      } finally {
        await other.close();
      }
    }, 120_000);

    test('is made once the shop has started with them', async () => {
      configureArchiving(settingsWith('elsewhere', secret), logger);
      await backUpTo('elsewhere', secret);
      expect(readFileSync(archivingConfigOf(cluster.dataFolder), 'utf8')).toContain('/elsewhere\n');
    }, 120_000);
  },
);
