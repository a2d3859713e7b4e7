import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandGroups } from '../../cli/commands';
import { repositoryRoot } from '../../platform/process/repository-root';

const deadlineMs = 60_000;

const compiled = (file: string): string => path.join(repositoryRoot, 'dist', file);

/** What a program prints as JSON, in another process. */
function printedBy(program: string): string[] {
  const options = { cwd: repositoryRoot, encoding: 'utf8', timeout: deadlineMs } as const;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], options)) as string[];
}

/** The files that Node has loaded after these modules of the compiled program. */
function loadedAfter(...modules: string[]): string[] {
  const loaded = printedBy(`
    for (const file of ${JSON.stringify(modules.map(compiled))}) require(file);
    console.log(JSON.stringify(Object.keys(require.cache)));`);
  return loaded.map((file) => path.relative(repositoryRoot, file));
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

test('each command is loaded without the list of all commands', () => {
  const names = commandGroups().flatMap(({ commands }) => commands.map((each) => each.name()));
  const found = printedBy(`
    const { calledCommand } = require(${JSON.stringify(compiled('cli/called-command.js'))});
    (async () => {
      const found = [];
      for (const name of ${JSON.stringify(names)})
        for (const { commands } of await calledCommand([name]))
          found.push(...commands.map((command) => command.name()));
      found.push(...Object.keys(require.cache).filter((file) => /commands.index\\.js$/.test(file)));
      console.log(JSON.stringify(found));
    })();`);
  expect(found).toEqual(names);
});
