import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger';
import { folderForFile } from '../testing/temporary-folder';
import { measureBackups } from './backup-state';

const name = 'database_backup_last_success_timestamp_seconds';
const lines: string[] = [];
const destination = { write: (line: string) => void lines.push(line) };
const logger = createLogger({ level: 'info', pretty: false, name: 'test', destination });
const folder = folderForFile();
const file = path.join(folder, 'state.json');

async function published(from: string | null): Promise<string[]> {
  const registry = new Registry();
  measureBackups(registry, from, ['first'], logger);
  return (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));
}

test('reports when the databases of this process were last backed up', async () => {
  const state = { first: '2026-11-24T20:00:00+01:00', second: '2026-11-24T20:00:00Z' };
  writeFileSync(file, JSON.stringify(state));
  expect(await published(file)).toEqual([`${name}{room="first"} 1795546800`]);
});

test('reports nothing without a backup, and logs a file that cannot be read', async () => {
  expect(await published(null)).toEqual([]);
  expect(await published(path.join(folder, 'none.json'))).toEqual([]);
  expect(lines).toEqual([]);
  writeFileSync(file, '{"first": "yesterday"}');
  expect(await published(file)).toEqual([]);
  expect(lines).toHaveLength(1);
});
