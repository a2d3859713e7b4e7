// npm test: installs what the suites need, runs them, and ends with a line of counts.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installDeadlineMs = 300_000;
const buildDeadlineMs = 300_000;
/**
 * `npm test` must finish within 25 minutes on two cores; a run that hangs must still be counted.
 */
const runDeadlineMs = 1_500_000;
/** Two tabs alone take an hour. */
const longRunDeadlineMs = 10_800_000;
/** Time for the servers of the suites to stop. */
const stopDeadlineMs = 15_000;

const help = `npm test [-- filter …]
npm run test:long [-- filter …]

Runs the suites whose path contains a filter, or all suites.

  --long   adds *.long.test.ts, and runs each journey both as one process and as many
`;

/** `names`: one of them is on the PATH or in `folder`, or else the package is installed. */
const debianPackages = JSON.parse(
  readFileSync(join(root, 'testing', 'debian-packages.json'), 'utf8'),
);

const isOnPath = (name) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

const isPresent = ({ names, folder }) =>
  names.some((name) => (folder ? existsSync(join(folder, name)) : isOnPath(name)));

function apt(...args) {
  const { status } = spawnSync('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: installDeadlineMs,
  });
  return status === 0;
}

const servicePolicy = '/usr/sbin/policy-rc.d';

/**
 * Debian starts a server as soon as its package is installed, on a port that may be needed.
 * A policy script that exits with 101 prevents it (/usr/share/doc/init-system-helpers).
 */
function withoutStartingServices(install) {
  if (existsSync(servicePolicy)) return install();
  writeFileSync(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return install();
  } finally {
    rmSync(servicePolicy, { force: true });
  }
}

/** Installs missing programs if possible, and reports which suites will be skipped. */
function ensurePrograms({ long }) {
  // The others are for *.long.test.ts.
  const needed = debianPackages.filter((each) => long || each.for.includes('tests'));
  const missing = needed.filter((program) => !isPresent(program));
  if (missing.length === 0) return;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    console.log(`Installing ${packages.join(', ')} (apt-get); no service is started.`);
    withoutStartingServices(
      () =>
        apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...packages),
    );
  }
  for (const program of missing.filter((each) => !isPresent(each))) {
    const names = program.names.join(' or ');
    console.log(`${names} is not on the PATH: the suites that need it are skipped.`);
  }
}

/**
 * Resolves to Vitest's exit code; a run that exceeds its deadline is stopped and counts as failed.
 */
function runVitest(args, environment, deadlineMs) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  return new Promise((settle) => {
    const child = spawn(process.execPath, [vitest, 'run', ...args], {
      cwd: root,
      env: { ...process.env, ...environment, PATH: path },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const end = () => child.kill('SIGTERM');
    const kill = () => child.kill('SIGKILL');
    const deadline = setTimeout(() => {
      console.error(`The tests did not finish within ${deadlineMs / 1000} s.`);
      end();
      setTimeout(kill, stopDeadlineMs).unref();
    }, deadlineMs);
    child.on('error', (error) => console.error(error.message));
    child.on('close', (code) => {
      clearTimeout(deadline);
      settle(code ?? 1);
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
  });
}

/** The journeys run the compiled code, as `npm start` does. */
function isBuilt() {
  const { status } = spawnSync(process.execPath, [join(root, 'cli', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: buildDeadlineMs,
  });
  if (status !== 0) console.error('The build failed, so nothing was tested.');
  return status === 0;
}

const countOf = (suite, ...statuses) =>
  suite.assertionResults.filter(({ status }) => statuses.includes(status)).length;

/**
 * A file that could not be loaded, or whose hooks failed, counts as one failure without a failed
 * test.
 */
function failuresOf(suite) {
  const failed = countOf(suite, 'failed');
  return failed === 0 && suite.status === 'failed' ? 1 : failed;
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

const nothingRan = { passed: 0, failed: 1, skipped: 0, skippedIn: [] };

/** Counts a run by Vitest's JSON report; a run without one is a single failure. */
function tally(reportFile, exitCode) {
  if (!existsSync(reportFile)) return nothingRan;
  const suites = JSON.parse(readFileSync(reportFile, 'utf8')).testResults;
  const failed = sum(suites.map(failuresOf));
  const withSkips = suites
    .map((suite) => ({
      name: relative(root, suite.name),
      skipped: countOf(suite, 'skipped', 'pending', 'todo', 'disabled'),
    }))
    .filter(({ skipped }) => skipped > 0);
  return {
    passed: sum(suites.map((suite) => countOf(suite, 'passed'))),
    // An error outside any test, or no test found, shows only in the exit code.
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: sum(withSkips.map(({ skipped }) => skipped)),
    skippedIn: withSkips,
  };
}

function report({ passed, failed, skipped, skippedIn }) {
  for (const suite of skippedIn) console.log(`skipped: ${suite.name} (${suite.skipped})`);
  const tail = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(`${passed} passed, ${failed} failed${tail}`);
}

/** Runs the suites and counts the tests. */
async function runSuites({ long, filters }) {
  const folder = mkdtempSync(join(tmpdir(), 'test-report-'));
  const reportFile = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const leftOut = long ? [] : ['--project=!long'];
  const deadlineMs = long ? longRunDeadlineMs : runDeadlineMs;
  const args = [...reporters, ...leftOut, ...filters];
  const exitCode = await runVitest(args, { TEST_EVERY_TOPOLOGY: String(long) }, deadlineMs);
  const counts = tally(reportFile, exitCode);
  rmSync(folder, { recursive: true, force: true });
  return counts;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { long: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  ensurePrograms(values);
  const counts = isBuilt()
    ? await runSuites({ long: values.long, filters: positionals })
    : nothingRan;
  report(counts);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

await main();
