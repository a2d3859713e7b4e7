import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Change, parseChange, withRelease } from './changes';
import { versionPlaces } from './version-places';

export const changesFolder = '.changeset';
/** The file that explains the folder; it is not a change. */
const notAChange = 'README.md';
const versionPattern = /^\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[a-z]{1,10}\.\d{1,4})?$/;

/** The names of the files of announced changes, in a stable order. */
export function changeFiles(root: string): string[] {
  return readdirSync(path.join(root, changesFolder))
    .filter((name) => name !== notAChange)
    .sort();
}

/** @throws Error with what is wrong with one of the files. */
export function announcedChanges(root: string): Change[] {
  return changeFiles(root).map((name) =>
    parseChange(name, readFileSync(path.join(root, changesFolder, name), 'utf8')),
  );
}

/** @throws Error if the file does not name the present version. */
function withVersion(file: string, content: string, before: string, after: string, times?: number) {
  const parts = content.split(before);
  const found = parts.length - 1;
  if (found === 0 || (times !== undefined && found < times)) {
    throw new Error(`${file} has ${found} times "${before.trim()}", which names the version.`);
  }
  const replaced = times ?? found;
  const [head, rest] = [parts.slice(0, replaced + 1), parts.slice(replaced + 1)];
  return [head.join(after), ...rest].join(before);
}

/**
 * Turns the announced changes into a release: its section of the changelog, the version wherever
 * it is named, and the schema that later releases must not break. Writes nothing if a part of it
 * fails.
 * @returns how many changes it has.
 * @throws Error with what is wrong and what to do.
 */
export function writeRelease(root: string, release: { version: string; date: string }): number {
  const { version } = release;
  if (!versionPattern.test(version)) {
    throw new Error(`"${version}" is no version. Write one such as 1.2.0 or 1.2.0-rc.1.`);
  }
  const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  const present = (JSON.parse(read('package.json')) as { version: string }).version;
  const changes = announcedChanges(root);
  const written = new Map([
    ['CHANGELOG.md', withRelease(read('CHANGELOG.md'), release, changes)],
    ['contract/released.graphql', read('gateway/api.graphql')],
    ...versionPlaces.map(({ file, text, times }): [string, string] => [
      file,
      withVersion(file, read(file), text(present), text(version), times),
    ]),
  ]);
  for (const [file, content] of written) writeFileSync(path.join(root, file), content);
  for (const name of changeFiles(root)) rmSync(path.join(root, changesFolder, name));
  return changes.length;
}
