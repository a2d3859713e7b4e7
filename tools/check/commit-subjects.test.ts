import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForTest } from '../../platform/testing/temporary-folder';

const script = 'tools/check/commit-subjects.mjs';

function git(folder: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
}

const commit = (folder: string, subject: string) =>
  git(folder, 'commit', '--quiet', '--allow-empty', '--no-verify', '--message', subject);

function addCheck(folder: string, file = script): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  cpSync(path.join(repositoryRoot, script), path.join(folder, file));
}

/** A repository with a subject that is too long, followed by the check. */
function newRepository(file = script): string {
  const folder = folderForTest();
  git(folder, 'init', '--quiet');
  commit(folder, 'l'.repeat(100));
  addCheck(folder, file);
  git(folder, 'add', file);
  commit(folder, 'Check the length of subjects');
  return folder;
}

function check(folder: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

it('accepts a subject of 72 characters, and any before the check was added', () => {
  const folder = newRepository();
  commit(folder, 'é'.repeat(72));
  expect(check(folder)).toEqual({ status: 0, output: '' });
});

it('rejects a subject of 73 characters, and names it', () => {
  const folder = newRepository();
  commit(folder, 'n'.repeat(73));
  commit(folder, 'Add a test');
  const { status, output } = check(folder);
  expect(status).toBe(1);
  expect(output).toContain('n'.repeat(73));
});

it('checks the commits before the check was moved', () => {
  const folder = newRepository('earlier.mjs');
  commit(folder, 'n'.repeat(73));
  mkdirSync(path.dirname(path.join(folder, script)), { recursive: true });
  git(folder, 'mv', 'earlier.mjs', script);
  commit(folder, 'Move the check');
  expect(check(folder).status).toBe(1);
});

it('checks the commits of a shallow clone', () => {
  const folder = newRepository();
  commit(folder, 'n'.repeat(73));
  commit(folder, 'Add a test');
  const shallow = folderForTest();
  git(shallow, 'clone', '--quiet', '--depth', '3', `file://${folder}`, '.');
  expect(check(shallow).status).toBe(1);
  const shallower = folderForTest();
  git(shallower, 'clone', '--quiet', '--depth', '1', `file://${folder}`, '.');
  expect(check(shallower).status).toBe(0);
});

it('reports that it skips a folder without history', () => {
  const folder = folderForTest();
  addCheck(folder);
  const { status, output } = check(folder);
  expect(status).toBe(0);
  expect(output).toContain('Skipped');
});
