import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';

const deadlineMs = 60_000;

/** The files that Node has loaded after these modules of the compiled program, in another process. */
function loadedAfter(...modules: string[]): string[] {
  const files = modules.map((each) => path.join(repositoryRoot, 'dist', each));
  const program = `
    for (const file of ${JSON.stringify(files)}) require(file);
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const options = { cwd: repositoryRoot, encoding: 'utf8', timeout: deadlineMs } as const;
  const printed = execFileSync(process.execPath, ['-e', program], options);
  return (JSON.parse(printed) as string[]).map((file) => path.relative(repositoryRoot, file));
}

const packagesIn = (files: readonly string[]): Set<string | undefined> =>
  new Set(files.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]));

test('the list of commands loads no package but the parser of arguments', () => {
  const packages = packagesIn(loadedAfter('cli/commands/index.js'));
  packages.delete(undefined);
  expect([...packages]).toEqual(['@commander-js/extra-typings']);
});

test('a command that composes rooms loads neither their public schemas nor unused packages', () => {
  const openers = ['cli/verify/rooms.js', 'cli/import/rooms.js', 'cli/running/call-users.js'];
  const files = loadedAfter(...openers);
  expect(files).toContain('dist/subgraphs/orders/internal/index.js');
  expect(
    files.filter((file) => /^dist\/subgraphs\/\w+\/(public-schema|operations\/index)/.test(file)),
  ).toEqual([]);
  const unused = ['@apollo/subgraph', 'ioredis', 'nodemailer', 'pg-boss', 'stripe', 'undici'];
  const packages = packagesIn(files);
  expect(packages).toContain('type-graphql');
  expect(unused.filter((name) => packages.has(name))).toEqual([]);
});
