// npm run test:stress: runs the suites many times beside busy cores, and adds up the results.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { testFiles } from './list-files.mjs';
import { isStopped } from './outcome.mjs';
import { recordText } from './record-text.mjs';
import { root } from './root.mjs';
import { runVitest } from './run-vitest.mjs';
import { addOutcome, nextBatch, stressSummary } from './stress.mjs';

const help = `npm run test:stress [-- filter …]

Runs the suites whose path contains a filter, or all suites, beside busy cores, until each has had
enough clean runs, one after the other. Ctrl-C stops it; the same command resumes, also at another
commit: docs/stress-tests.json, which is committed, says since which commit a suite is clean. A suite
that fails begins again with the next command.

  --runs N   how many clean runs each file needs (10)
  --size N   files in one run of Vitest (300): a run that is stopped does not count, and at the end of
             each the last suites run alone
`;

const batchDeadlineMs = 1_500_000;
const resultsFile = join(root, 'docs/stress-tests.json');

/** @returns the output of a program, or throws with its errors. */
function outputOf(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

/** Files that no longer exist are forgotten. */
function readResults(all) {
  if (!existsSync(resultsFile)) return { files: {}, errors: [] };
  const { files, errors } = JSON.parse(readFileSync(resultsFile, 'utf8'));
  const kept = Object.entries(files).filter(([file]) => all.includes(file));
  return { files: Object.fromEntries(kept), errors };
}

/** @returns a function that ends the load. */
function keepCoresBusy() {
  const script = join(root, 'tools/test/busy.mjs');
  const busy = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, [script], { stdio: 'ignore' }),
  );
  return () => {
    for (const child of busy) child.kill('SIGKILL');
  };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '10' },
      size: { type: 'string', default: '300' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  outputOf(process.execPath, join(root, 'tools/build/build.mjs'));
  const commit = outputOf('git', 'rev-parse', '--short=8', 'HEAD').trim();
  const wanted = { runs: Number(values.runs), size: Number(values.size) };
  const filesOf = (filters) => testFiles(['--project=!long', ...filters]).map(({ file }) => file);
  const chosen = filesOf(positionals);
  let results = readResults(filesOf([]));
  const failed = new Set();
  let hasErrors = false;
  const relax = keepCoresBusy();
  try {
    for (;;) {
      const batch = nextBatch(results, chosen, wanted, failed);
      if (batch.length === 0) break;
      const args = ['run', '--project=!long', ...batch.map((file) => join(root, file))];
      const outcome = await runVitest({ args, deadlineMs: batchDeadlineMs });
      if (isStopped(outcome)) break;
      results = addOutcome(results, outcome, commit);
      for (const { file, hasFailed } of outcome.suites) if (hasFailed) failed.add(file);
      hasErrors ||= outcome.errors.length > 0;
      writeFileSync(resultsFile, recordText(results));
    }
  } finally {
    relax();
  }
  for (const line of stressSummary(results, chosen, wanted.runs)) console.log(line);
  process.exitCode = failed.size > 0 || hasErrors ? 1 : 0;
}

await main();
