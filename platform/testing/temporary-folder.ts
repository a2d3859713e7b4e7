import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A folder that is deleted after the last test of the file, and after its other hooks. */
export function folderForFile(): string {
  const { folder, remove } = newFolder();
  afterAll(remove);
  return folder;
}

/** A folder that is deleted after the test in which, or before which, this is called. */
export function folderForTest(): string {
  const { folder, remove } = newFolder();
  onTestFinished(remove);
  return folder;
}
