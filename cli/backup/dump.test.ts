import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { waitUntil } from '../../platform/process/process-table';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { dumpAll, openFolder } from './dump';

const folder = folderForFile();

/** Writes its file as pg_dump does: that of the second database does not end by itself. */
const slowDump = `#!/bin/sh
for argument; do case $argument in --file=*) echo half > "\${argument#--file=}";; esac; done
test "$PGDATABASE" = users || exec sleep 60
`;

test('a dump that is stopped has shown nothing, and leaves not even whole databases behind', async () => {
  const program = path.join(folder, 'pg_dump');
  writeFileSync(program, slowDump, { mode: 0o755 });
  const target = path.join(folder, 'target');
  mkdirSync(target);
  const urls = new Map(['users', 'orders'].map((name) => [name, `postgresql://u@h/${name}`]));
  const stopping = new AbortController();
  const dumping = dumpAll(program, urls, target, stopping.signal);
  const second = path.join(target, 'orders.dump');
  const textOf = () => statSync(second, { throwIfNoEntry: false }) && readFileSync(second, 'utf8');
  expect(await waitUntil(() => textOf() === 'half\n', 30_000)).toBe(true);
  // Nobody else reads what is being dumped, in whatever folder.
  expect(statSync(second).mode & 0o777).toBe(0o600);
  stopping.abort();
  await expect(dumping).rejects.toThrow('pg_dump could not dump orders: it was stopped.');
  expect(readdirSync(target)).toEqual([]);
});

test('a folder takes one dump at a time, and none beside other files', async () => {
  const target = path.join(folder, 'one-at-a-time');
  const stops: (() => unknown)[] = [];
  const open = () => openFolder(target, { onStop: (_name, _ms, stop) => void stops.push(stop) });
  open();
  expect(open).toThrow(`${target} has the files of a dump that is not complete.`);
  expect(stops).toHaveLength(1);
  await stops[0]?.();
  open();
  await stops[1]?.();
  writeFileSync(path.join(target, 'another'), '');
  expect(open).toThrow(`${target} is not empty.`);
});
