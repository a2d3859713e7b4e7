// npm run test:stress: runs the suites many times beside busy cores, and adds up the results.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { testFiles } from './list-files.mjs';
import { isStopped } from './outcome.mjs';
import { root } from './root.mjs';
import { runVitest } from './run-vitest.mjs';
import { addOutcome, nextBatch, stressSummary } from './stress.mjs';

const help = `npm run test:stress [-- filter …]

Runs the suites whose path contains a filter, or all suites, beside busy cores, and keeps the results
in test-results/stress.json. Ctrl-C stops it; the same command resumes. Another commit begins again.

  --runs N   how often each file runs in all (10)
  --size N   files in one run of Vitest, which is repeated if it is stopped (20)
`;

const batchDeadlineMs = 1_500_000;
const resultsFile = join(root, 'test-results/stress.json');

/** @returns the output of a program, or throws with its errors. */
function outputOf(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

function resultsOf(commit) {
  if (existsSync(resultsFile)) {
    const kept = JSON.parse(readFileSync(resultsFile, 'utf8'));
    if (kept.commit === commit) return kept;
  }
  return { commit, files: {}, errors: [] };
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
      size: { type: 'string', default: '20' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  outputOf(process.execPath, join(root, 'tools/build/build.mjs'));
  mkdirSync(dirname(resultsFile), { recursive: true });
  const wanted = { runs: Number(values.runs), size: Number(values.size) };
  const all = testFiles(['--project=!long', ...positionals]).map(({ file }) => file);
  let results = resultsOf(outputOf('git', 'rev-parse', 'HEAD').trim());
  const relax = keepCoresBusy();
  try {
    for (;;) {
      const batch = nextBatch(results, all, wanted);
      if (batch.length === 0) break;
      const args = ['run', '--project=!long', ...batch.map((file) => join(root, file))];
      const outcome = await runVitest({ args, deadlineMs: batchDeadlineMs });
      if (isStopped(outcome)) break;
      results = addOutcome(results, outcome);
      writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
    }
  } finally {
    relax();
  }
  for (const line of stressSummary(results)) console.log(line);
  const hasFailed = Object.values(results.files).some(({ failed }) => failed > 0);
  process.exitCode = hasFailed || results.errors.length > 0 ? 1 : 0;
}

await main();
