import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { subgraphNames } from '../../config/subgraphs';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { overwrite } from '../../platform/backup/testing/small-cluster';
import { repositoryRoot } from '../../platform/process/repository-root';
import {
  account,
  archiver,
  at,
  backUp,
  binaries,
  environment,
  folder,
  port,
  query,
  root,
  run,
  start,
  stop,
  suiteMs,
  superuser,
  write,
} from './testing/container-server';

const pageBytes = 8_192;

const state = () => readFileSync(at('backups.json'), 'utf8');

describe.skipIf(findPgBackRest() === null)('backups of the PostgreSQL in containers', () => {
  beforeAll(async () => {
    if (account) chownSync(folder, account.uid, account.gid);
    mkdirSync(at('pgbackrest'));
    copyFileSync(path.join(repositoryRoot, 'ops/postgres/back-up.sh'), at('pgbackrest/back-up'));
    chmodSync(at('pgbackrest/back-up'), 0o755);
    writeFileSync(at('backups-secret'), 'the passphrase of the tests');
    const config = root('ops/postgres/pgbackrest.conf')
      .replace('=/backups', `=${at('backups')}`)
      .replace('=/tmp/pgbackrest', `=${at('locks')}`)
      .replace('=/var/lib/postgresql/data', `=${at('data')}`);
    writeFileSync(at('pgbackrest.conf'), `${config}pg1-socket-path=${folder}\npg1-port=${port}\n`);
    for (const name of ['backups', 'restored']) {
      mkdirSync(at(name), { mode: 0o750 });
      if (account) chownSync(at(name), account.uid, account.gid);
    }
    const cluster = [`--pgdata=${at('data')}`, `--username=${superuser}`, '--auth=trust'];
    run(binaries.initdb, ...cluster, '--data-checksums', '--no-sync', '--wal-segsize=4');
    await start(at('data'));
    await query(`CREATE TABLE entries (id int, filler char(3000) STORAGE plain DEFAULT '')`);
  }, suiteMs);
  afterAll(() => stop());

  test('before the first backup each segment counts as archived', async () => {
    await write(1);
    expect(await archiver()).toMatchObject({ failed: 0 });
    expect(existsSync(at('backups/archive'))).toBe(false);
  });

  test(
    'the schedule begins with a backup, and tells the metric when it was made',
    async () => {
      const schedule = spawn(at('pgbackrest/back-up'), [], {
        ...account,
        env: environment(),
        cwd: folder,
      });
      let said = '';
      schedule.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      await expect.poll(() => said, { timeout: suiteMs }).toBe('backup made\n');
      const ended = new Promise((resolve) => schedule.once('exit', resolve));
      schedule.kill('SIGTERM');
      expect(await ended).toBe(0);
      const times = JSON.parse(state()) as Record<string, string>;
      expect(Object.keys(times).toSorted()).toEqual([...subgraphNames].toSorted());
      for (const time of Object.values(times)) expect(Date.parse(time)).toBeGreaterThan(0);
      expect(backUp('list')).toMatch(/cipher: aes-256-cbc[\s\S]* full backup: /);
      expect(backUp('verify')).toMatch(/^status: ok$/m);
    },
    suiteMs,
  );

  test(
    'what was written after the backup is restored from the archive',
    async () => {
      await write(2);
      expect(await archiver()).toMatchObject({ failed: 0 });
      await stop();
      backUp('restore');
      await start(at('restored'), '-c', 'archive_command=false');
      expect(await query('SELECT id FROM entries ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
      await stop();
      await start(at('data'));
    },
    suiteMs,
  );

  const failureOf = (...args: string[]): unknown => {
    try {
      // PostgreSQL calls it in the folder of the cluster.
      return run('sh', '-c', 'cd "$0" && exec "$@"', at('data'), at('pgbackrest/back-up'), ...args);
    } catch (error) {
      return error;
    }
  };

  test(
    'nothing is restored past a damaged segment, unless that is accepted',
    async () => {
      await write(10);
      await write(11);
      const segments = globSync(at('backups/archive/orderprocessing/*/*/*.zst')).toSorted();
      const damaged = segments.at(-2) ?? '';
      const name = path.basename(damaged).slice(0, 24);
      copyFileSync(damaged, at('segment'));
      overwrite(damaged, Math.floor(statSync(damaged).size / 2));
      const before = readdirSync(at('restored'));
      expect(failureOf('restore', '--delta')).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(new RegExp(`${name}[^]*Nothing was restored`)),
      });
      expect(readdirSync(at('restored'))).toEqual(before);
      await stop();
      backUp('restore', '--accept-damage', '--delta');
      await start(at('restored'), '-c', 'archive_command=false');
      expect(await query('SELECT id FROM entries ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
      await stop();
      copyFileSync(at('segment'), damaged);
      if (account) chownSync(damaged, account.uid, account.gid);
      backUp('restore', '--delta');
      await start(at('data'));
    },
    suiteMs,
  );

  test('only the end of the archive is the end of the log', () => {
    const beyond = '0000000100000000000000FF';
    const fetched = () => failureOf('fetch', beyond, at('fetched'));
    expect(fetched()).toMatchObject({ status: 1 });
    renameSync(at('backups/archive'), at('archive'));
    // PostgreSQL ends at a code above 125, and does not open.
    expect(fetched()).toMatchObject({ status: 126 });
    renameSync(at('archive'), at('backups/archive'));
  });

  test('verify fails, and names the file that is damaged or missing', () => {
    const [bundle = ''] = globSync(at('backups/backup/orderprocessing/*F/bundle/1'));
    const aside = at('bundle');
    copyFileSync(bundle, aside);
    const failure = () => failureOf('verify');
    const naming = (text: RegExp) => ({ status: 1, stdout: expect.stringMatching(text) });
    overwrite(bundle, Math.floor(statSync(bundle).size / 2));
    expect(failure()).toMatchObject(naming(/invalid checksum '\S+F\/bundle\/1'/));
    rmSync(bundle);
    expect(failure()).toMatchObject(naming(/file missing '\S+F\/bundle\/1'/));
    copyFileSync(aside, bundle);
    if (account) chownSync(bundle, account.uid, account.gid);
    expect(backUp('verify')).toMatch(/^status: ok$/m);
  });

  test('a disk that is not mounted is no repository without backups', async () => {
    renameSync(at('backups'), at('disk'));
    mkdirSync(at('backups'));
    expect(() => backUp('now')).toThrow('Mount its disk.');
    await query('INSERT INTO entries VALUES (3)');
    await query('SELECT pg_switch_wal()');
    const failed = async () => (await archiver())?.failed;
    await expect.poll(failed, { timeout: suiteMs }).toBeGreaterThan(0);
    expect(readdirSync(at('backups'))).toEqual([]);
    rmdirSync(at('backups'));
    renameSync(at('disk'), at('backups'));
  });

  test(
    'a backup that failed, of which nothing is known, or of damaged pages does not count as made',
    async () => {
      const before = state();
      const unknown = '#!/bin/sh\ncase "$*" in *" info") exit 56;; esac\n';
      mkdirSync(at('stub'));
      writeFileSync(at('stub/pgbackrest'), unknown, { mode: 0o755 });
      vi.stubEnv('PATH', `${at('stub')}:${process.env.PATH}`);
      expect(() => backUp('now')).toThrow(expect.objectContaining({ status: 1 }));
      vi.unstubAllEnvs();
      expect(state()).toBe(before);
      writeFileSync(at('backups-secret'), 'another passphrase');
      expect(() => backUp('now')).toThrow();
      writeFileSync(at('backups-secret'), 'the passphrase of the tests');
      const [row] = await query(`SELECT pg_relation_filepath('entries') AS file`);
      await query('CHECKPOINT');
      overwrite(at('data', String(row?.file)), pageBytes / 2);
      expect(() => backUp('now')).toThrow();
      expect(backUp('list')).toMatch(/error\(s\) detected/);
      expect(state()).toBe(before);
    },
    suiteMs,
  );

  test.each([
    ['long ago', new Date('2026-01-01T00:00:00Z')],
    ['by a clock that was ahead', new Date('2100-01-01T00:00:00Z')],
  ])(
    'the schedule makes one backup of damaged pages, and not one at each check, after one %s',
    async (_when, madeAt) => {
      const backups = () => backUp('list').match(/full backup: /g)?.length ?? 0;
      const before = backups();
      rmSync(at('backups.json.damaged'), { force: true });
      utimesSync(at('backups.json'), madeAt, madeAt);
      mkdirSync(at('bin'), { recursive: true });
      writeFileSync(at('bin/sleep'), '#!/bin/sh\necho slept\nexec /bin/sleep 0.1\n', {
        mode: 0o755,
      });
      const PATH = `${at('bin')}:${process.env.PATH}`;
      const schedule = spawn(at('pgbackrest/back-up'), [], {
        ...account,
        env: { ...environment(), PATH },
        cwd: folder,
      });
      let said = '';
      for (const stream of [schedule.stdout, schedule.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          said += text;
        });
      }
      const checks = () => said.match(/slept/g)?.length ?? 0;
      await expect.poll(checks, { timeout: suiteMs }).toBeGreaterThan(3);
      const ended = new Promise((resolve) => schedule.once('exit', resolve));
      schedule.kill('SIGTERM');
      await ended;
      expect(said).toContain('backup made of damaged pages, which does not count');
      expect(backups()).toBe(before + 1);
    },
    suiteMs,
  );
});
