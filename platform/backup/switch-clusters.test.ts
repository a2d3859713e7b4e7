import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../database/embedded';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForTest } from '../testing/temporary-folder';
import { stagingOf } from './restore-staging';
import { putBack, putIntoPlace } from './switch-clusters';

const now = new Date('2026-11-29T01:05:07.162Z');
const later = new Date('2026-11-29T02:00:00Z');

let dataFolder: string;
beforeEach(() => {
  dataFolder = folderForTest();
  writeFileSync(join(dataFolder, 'postgres.password'), 'secret\n');
});

/** A folder with the name of a cluster, which need not run here. */
function cluster(folder: string, name: string): void {
  mkdirSync(join(folder, 'postgres'), { recursive: true });
  writeFileSync(join(folder, 'postgres', 'name'), name);
}
const inPlace = () => readFileSync(join(dataFolder, 'postgres', 'name'), 'utf8');
const restore = () => cluster(stagingOf(dataFolder, 'restored'), 'restored');

test('the former cluster is kept, and can be put back', () => {
  cluster(dataFolder, 'former');
  restore();
  const keptIn = putIntoPlace(dataFolder, now);
  expect(keptIn).toBe(join(dataFolder, 'postgres.before-20261129T010507Z'));
  expect(inPlace()).toBe('restored');
  expect(putBack(dataFolder, later)).toEqual({
    from: keptIn,
    keptIn: join(dataFolder, 'postgres.undone-20261129T020000Z'),
  });
  expect(inPlace()).toBe('former');
  expect(putBack(dataFolder, later)).toBeNull();
});

test('a second return does not go back to the cluster of an earlier restore', () => {
  cluster(dataFolder, 'oldest');
  restore();
  putIntoPlace(dataFolder, now);
  restore();
  putIntoPlace(dataFolder, later);
  const latest = new Date('2026-11-29T03:00:00Z');
  expect(putBack(dataFolder, latest)?.from).toContain('before-20261129T020000Z');
  expect(putBack(dataFolder, latest)).toBeNull();
  expect(inPlace()).toBe('restored');
});

test('a switch that was killed between its steps does not become an empty shop', async () => {
  cluster(dataFolder, 'former');
  restore();
  putIntoPlace(dataFolder, now);
  rmSync(join(dataFolder, 'postgres'), { recursive: true });
  restore();
  await expect(startEmbeddedPostgres({ dataFolder, logger })).rejects.toThrow(
    'restore --switch if that was interrupted',
  );
  expect(existsSync(join(dataFolder, 'postgres'))).toBe(false);
  expect(putIntoPlace(dataFolder, later)).toBeNull();
  expect(inPlace()).toBe('restored');
});

test('a return that was killed between its steps resumes', () => {
  cluster(dataFolder, 'former');
  restore();
  putIntoPlace(dataFolder, now);
  rmSync(join(dataFolder, 'postgres'), { recursive: true });
  expect(putBack(dataFolder, later)?.keptIn).toBeNull();
  expect(inPlace()).toBe('former');
});
