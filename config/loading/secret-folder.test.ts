import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { configurationReader, traceConfiguration } from './load-configuration';
import { secretFilesOf } from './secret-folder';

let folder: string;
beforeEach(() => {
  folder = folderForTest();
  mkdirSync(join(folder, 'secrets'));
  writeFileSync(join(folder, 'config.yaml'), 'secrets: { folder: secrets }\n');
});

const put = (name: string, text: string) => writeFileSync(join(folder, 'secrets', name), text);
const load = (environment: Record<string, string> = {}) =>
  traceConfiguration({ workingFolder: folder, homeFolder: folder, environment });

test('each file sets the setting of its name, and the environment overrides it', async () => {
  put('auth.keySecret', `${'k'.repeat(40)}\n`);
  put('redis.url', 'redis://:secret@127.0.0.1:6379');
  put('.hidden', 'not a setting');
  const { configuration, origins } = await load({
    ORDERPROCESSING_REDIS_URL: 'redis://127.0.0.1:1',
  });
  expect(configuration.auth.keySecret).toBe('k'.repeat(40));
  expect(configuration.redis.url).toBe('redis://127.0.0.1:1');
  expect(origins.get('auth.keySecret')).toBe(join(folder, 'secrets', 'auth.keySecret'));
});

test('a file has the format of a variable', async () => {
  put('auth.formerKeySecrets', `${'a'.repeat(40)},${'b'.repeat(40)}\n`);
  put('database.pool.max', '7');
  const { configuration } = await load();
  expect(configuration.auth.formerKeySecrets).toEqual(['a'.repeat(40), 'b'.repeat(40)]);
  expect(configuration.database.pool.max).toBe(7);
  put('database.orders.shards', '[{ url: geheim');
  const loading = load();
  await expect(loading).rejects.toThrow('database.orders.shards: Flow map in block collection');
  await expect(loading).rejects.not.toThrow('geheim');
});

test('a file with another name, an empty one and a missing folder are faults', async () => {
  put('auth.keySecrt', 'k'.repeat(40));
  put('auth.viewerSecret', '\n');
  const loading = load();
  await expect(loading).rejects.toThrow('auth.keySecrt: there is no such setting; did you mean');
  await expect(loading).rejects.toThrow('auth.viewerSecret: is empty: expected its value');
  await expect(loading).rejects.not.toThrow('kkkk');
  writeFileSync(join(folder, 'secrets', 'redis.url'), Buffer.from('\nredis://:ü@a', 'latin1'));
  await expect(load()).rejects.toThrow('redis.url: is not UTF-8 at line 2, column 10: save it in');
  mkdirSync(join(folder, 'secrets', 'auth.keySecret'));
  const nested = join(folder, 'secrets', 'auth.keySecret');
  await expect(load()).rejects.toThrow(`secrets.folder: cannot read ${nested} (EISDIR)`);
  rmSync(join(folder, 'secrets'), { recursive: true });
  const gone = join(folder, 'secrets');
  await expect(load()).rejects.toThrow(`secrets.folder: cannot read ${gone} (ENOENT)`);
  // The watch of a running process asks for the files, too.
  writeFileSync(gone, 'a file');
  await expect(load()).rejects.toThrow(`secrets.folder: cannot read ${gone} (ENOTDIR)`);
  expect(secretFilesOf(gone)).toEqual([]);
});

test('the same files are watched after a fault, which would otherwise be read and reported twice', async () => {
  put('auth.keySecret', 'k'.repeat(40));
  const reader = configurationReader({
    workingFolder: folder,
    homeFolder: folder,
    environment: {},
  });
  await reader.read();
  const watched = reader.files();
  expect(watched).toContain(join(folder, 'secrets', 'auth.keySecret'));
  for (const faulty of ['', 'secrets: { folder: [\n', '- a list\n']) {
    writeFileSync(join(folder, 'config.yaml'), faulty);
    await expect(reader.read()).rejects.toThrow('config.yaml');
    expect(reader.files()).toEqual(watched);
  }
});
