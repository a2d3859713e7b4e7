// npm run test:mutation: changes the code of decisions bit by bit, and lists what no test notices.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutationPage, recordOf } from './mutation-record.mjs';
import { root } from './root.mjs';

const help = `npm run test:mutation [-- --mutate GLOB]

Runs StrykerJS (installed below node_modules/.cache) with the suites that need no server, and writes
docs/mutation.md. Fails if fewer than 90 % of the mutants were noticed in a folder.

  --mutate GLOB   only these files, and without writing the page
`;

/** The version of both packages, which are published together. */
const version = '10.1.1';
const packages = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${version}`);
const folder = join(root, 'node_modules/.cache/mutation');
const program = join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const reportFile = join(root, '.data/mutation/report.json');
const deadlineMs = 3_600_000;

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', timeout: deadlineMs });
  return status === 0;
}

/** It is no dependency, because its packages are as many as all others that only tests need. */
function isInstalled() {
  if (existsSync(program)) return true;
  const quietly = ['--no-audit', '--no-fund', '--ignore-scripts'];
  // The runner takes the Vitest of this project, which is found above its folder.
  return run('npm', ['install', '--prefix', folder, '--legacy-peer-deps', ...quietly, ...packages]);
}

function main() {
  const { values } = parseArgs({
    options: { mutate: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  if (!isInstalled()) throw new Error('StrykerJS could not be installed.');
  const only = values.mutate ? ['--mutate', values.mutate] : [];
  if (!run(process.execPath, [program, 'run', 'tools/test/mutation.config.mjs', ...only])) {
    throw new Error('StrykerJS failed.');
  }
  const record = recordOf(JSON.parse(readFileSync(reportFile, 'utf8')));
  const page = mutationPage(record, new Date().toISOString().slice(0, 10));
  if (only.length === 0) writeFileSync(join(root, 'docs/mutation.md'), page);
  for (const fault of record.faults) console.error(fault);
  process.exitCode = record.faults.length > 0 ? 1 : 0;
}

main();
