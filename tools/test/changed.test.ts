import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { readTree } from '../architecture/source-tree';
import { changedFiles, selectionOf } from './changed.mjs';

test.each([
  ['subgraphs/orders/domain/order.ts', ['e2e/orders/orders.test.ts']],
  ['subgraphs/orders/domain/order.test.ts', []],
  [
    'prisma/users/schema.prisma',
    ['subgraphs/users/store/', 'tools/architecture/migrations.test.ts'],
  ],
  ['docs/guides/errors.md', ['e2e/guides/guides.test.ts', 'docs/']],
  ['ops/kubernetes/README.md', ['docs/', 'ops/']],
  ['web/console/app/search.ts', ['e2e/console/']],
  ['verify/findings.ts', ['e2e/commands/commands.test.ts']],
  ['e2e/orders/place-order.ts', ['e2e/orders']],
  ['e2e/harness/shop.ts', ['e2e/orders/orders.test.ts']],
  ['e2e/console/console.test.ts', ['e2e/console/console.test.ts']],
  ['cli/topology/servers.ts', ['e2e/orders/orders.test.ts']],
  ['cli/running/call-users.ts', ['e2e/orders/orders.test.ts']],
  ['cli/commands/stop.ts', ['e2e/commands/command-output.test.ts']],
  ['package-lock.json', ['e2e/orders/orders.test.ts', 'cli/security/locked-packages.test.ts']],
  ['tools/build/production-files.mjs', ['e2e/first-start/production-files.test.ts']],
  ['tools/generate/generate.ts', []],
  ['tools/test/never-again.json', ['tools/test/']],
])('%s is seen by the walls and %j', (file, suites) => {
  expect(selectionOf([file]).suites).toEqual(['tools/architecture/walls.test.ts', ...suites]);
});

test('importers are looked for of what can be imported', () => {
  const changed = ['gateway/limits.ts', 'README.md', 'client/persisted-operations.json'];
  expect(selectionOf(changed).sources).toEqual([
    'gateway/limits.ts',
    'client/persisted-operations.json',
  ]);
});

test('every suite that a rule names exists, for each file of the repository', () => {
  const files = readTree(repositoryRoot).map((file) => file.path);
  const tests = files.filter((file) => file.endsWith('.test.ts'));
  const { suites } = selectionOf(files);
  expect(suites.length).toBeGreaterThan(15);
  expect(suites.filter((suite: string) => !tests.some((file) => file.startsWith(suite)))).toEqual(
    [],
  );
});

test('changed files are those of the branch, of the working folder, and new ones', () => {
  const folder = folderForTest();
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
  };
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  git('init', '--quiet', '--initial-branch', 'main');
  for (const name of ['a', 'b', 'c', 'd']) write(name, 'first');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  git('switch', '--quiet', '--create', 'branch');
  write('a', 'second');
  git('rm', '--quiet', 'd');
  git('commit', '--quiet', '--all', '--message', 'Change');
  write('b', 'second');
  write('e', 'new');
  expect(changedFiles(folder, 'main')).toEqual(['a', 'b', 'e']);
  expect(() => changedFiles(folder, 'nowhere')).toThrow('git merge-base');
});
