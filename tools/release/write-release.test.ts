import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { versionPlaces } from './version-places';
import { announcedChanges, changeFiles, changesFolder, writeRelease } from './write-release';

const latestSchema = 'contract/released.graphql';
const released = ['CHANGELOG.md', latestSchema, 'gateway/api.graphql', changesFolder];
const present: string = JSON.parse(
  readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8'),
).version;
const release = { version: '9.8.7-rc.6', date: '2030-01-02' };

let project: string;
beforeEach(() => {
  project = folderForTest();
  for (const file of [...released, ...versionPlaces.map((place) => place.file)]) {
    cpSync(path.join(repositoryRoot, file), path.join(project, file), { recursive: true });
  }
});

const read = (file: string): string => readFileSync(path.join(project, file), 'utf8');
const announce = (kind: string): void =>
  writeFileSync(
    path.join(project, changesFolder, 'a-change.md'),
    `---\nkind: ${kind}\n---\n\nA change of a test.\n`,
  );

test('the announced changes of this project are well-formed', () => {
  expect(announcedChanges(repositoryRoot)).toHaveLength(changeFiles(repositoryRoot).length);
});

test('the changelog has releases only', () => {
  expect(read('CHANGELOG.md')).not.toContain('## [Unreleased]');
});

test('a release names its version everywhere, and its schema is kept', () => {
  announce('added');
  writeFileSync(path.join(project, latestSchema), 'type Query { old: ID }');
  expect(writeRelease(project, release)).toBe(changeFiles(repositoryRoot).length + 1);
  expect(read('CHANGELOG.md')).toContain('\n## [9.8.7-rc.6] - 2030-01-02\n');
  expect(read('CHANGELOG.md')).toContain('\n- A change of a test.\n');
  for (const { file, text, times } of versionPlaces) {
    expect(read(file), file).toContain(text(release.version));
    if (times === undefined) expect(read(file), file).not.toContain(text(present));
  }
  const lock = JSON.parse(read('package-lock.json'));
  expect([lock.version, lock.packages[''].version]).toEqual([release.version, release.version]);
  expect(read(latestSchema)).toBe(read('gateway/api.graphql'));
  expect(changeFiles(project)).toEqual([]);
  expect(existsSync(path.join(project, changesFolder, 'README.md'))).toBe(true);
});

test('a release that fails writes nothing', () => {
  announce('added');
  const places = read('docs/openapi.yaml');
  writeFileSync(path.join(project, 'docs/first-hour.md'), 'It names no version.\n');
  expect(() => writeRelease(project, release)).toThrow('docs/first-hour.md has 0 times');
  announce('improved');
  expect(() => writeRelease(project, release)).toThrow('The kind "improved" is unknown');
  expect(() => writeRelease(project, { ...release, version: '2' })).toThrow('is no version');
  expect(read('docs/openapi.yaml')).toBe(places);
  expect(changeFiles(project)).toContain('a-change.md');
});
