// Lists the suites that a run of Vitest would have.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';

const deadlineMs = 120_000;

/**
 * @param filters parts of the paths; none means all.
 * @returns the paths below the root in alphabetical order, each with its project.
 */
export function testFiles(filters) {
  const folder = mkdtempSync(join(tmpdir(), 'test-files-'));
  const listed = join(folder, 'files.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      [vitest, 'list', '--filesOnly', `--json=${listed}`, ...filters],
      { cwd: root, encoding: 'utf8', timeout: deadlineMs },
    );
    if (status !== 0) throw new Error(`Vitest could not list its files:\n${stderr}`);
    return JSON.parse(readFileSync(listed, 'utf8'))
      .map(({ file, projectName }) => ({
        file: file.slice(root.length + 1),
        project: projectName,
      }))
      .sort((one, other) => one.file.localeCompare(other.file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
