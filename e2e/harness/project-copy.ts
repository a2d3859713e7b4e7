import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';

const leftOut = new Set(['node_modules', 'coverage', 'test-results', '.git', '.data']);

/**
 * Copies the project with its compiled code into a new folder, where a test may change it.
 * @returns the folder; its node_modules is a link to ours.
 */
export function copyProject(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'project-'));
  cpSync(repositoryRoot, folder, {
    recursive: true,
    preserveTimestamps: true,
    filter: (source) => !leftOut.has(path.relative(repositoryRoot, source)),
  });
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}
