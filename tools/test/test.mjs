// npm test: installs what the suites need, runs them, and ends with a line of counts.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { changedFiles, selectionOf } from './changed.mjs';
import { suitesImporting, textsOfCode, withinSeconds } from './importers.mjs';
import { addUpLong, recordLong, runsOfLong } from './long-runs.mjs';
import { isStopped, summaryOf, tally, together } from './outcome.mjs';
import { parsePart } from './parts.mjs';
import { ensurePrograms } from './programs.mjs';
import { root } from './root.mjs';
import { runAndRepeat } from './run-and-repeat.mjs';
import { runVitest } from './run-vitest.mjs';
import { explainedFiles, recordUnstable } from './unstable-record.mjs';

const buildDeadlineMs = 300_000;
/**
 * `npm test` must finish within 25 minutes on two cores; a run that hangs must still be counted.
 */
const runDeadlineMs = 1_500_000;
/** All parts of the long run; a part of six takes half an hour. */
const longRunDeadlineMs = 14_400_000;

const help = `npm test [-- filter …]
npm run test:long [-- filter …]
npm run test:long -- --part 1/6
npm run test:long -- --add-up [record …]

Runs the suites whose path contains a filter, or all suites but those of the walls and of regular
expressions, which npm run check runs. Files that failed run once more, alone; what passes then is
listed as unstable (docs/unstable-tests.md). tools/test/never-again.json lists the suites that are
never repeated.

  --long        adds *.long.test.ts and the suites of npm run check, runs each journey both as one
                process and as many, and tries more of what is drawn at random
  --part K/N    one of N parts of the long run, which take about as long as each other; what those of
                a commit found is added up in test-results/long-tests.json
  --add-up      writes docs/long-tests.md, the table of all parts, from that file, or from those of
                several machines or days; fails if a suite failed or did not run
  --changed     runs what the changes since the branch left origin/main can touch, in two minutes:
                those of the table in tools/test/changed.mjs, and the suites that import a changed
                file, the nearest first
  --since REF   another branch or commit for --changed
  --keep-seconds  writes how long each suite took to tools/test/seconds.json
`;

/** The journeys run the compiled code, as `npm start` does. */
function isBuilt() {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'tools/build/build.mjs'), '--unchecked'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: buildDeadlineMs,
    },
  );
  if (status !== 0) console.error('The build failed, so nothing was tested.');
  return status === 0;
}

const neverAgain = JSON.parse(
  readFileSync(join(root, 'tools/test/never-again.json'), 'utf8'),
).flatMap(({ files }) => files);

function headCommit() {
  const head = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return head.status === 0 ? head.stdout.trim() : null;
}

function keep(unstable, commit) {
  const at = new Date().toISOString();
  recordUnstable(join(root, 'test-results/unstable.json'), unstable, { at, commit });
  const explained = explainedFiles(readFileSync(join(root, 'docs/unstable-tests.md'), 'utf8'));
  for (const { file } of unstable) {
    if (!explained.includes(file)) console.log(`docs/unstable-tests.md has no row for ${file}.`);
  }
}

/** What a run of everything leaves out: `npm run check` has them, and they take 20 s of CPU. */
const checkedProjects = ['--project=!walls', '--project=!regex'];

/**
 * Runs suites, and those that failed again.
 * @param isWhole whether no suites were named.
 * @param all lists that run at the same time, each of runs in turn, which are lists of arguments.
 */
function runSuites({ long, isWhole, all }) {
  const leftOut = long ? [] : ['--project=!long', ...(isWhole ? checkedProjects : [])];
  const environment = { TEST_LONG: String(long) };
  const endsAtMs = Date.now() + (long ? longRunDeadlineMs : runDeadlineMs);
  const run = (args) => {
    const deadlineMs = Math.max(endsAtMs - Date.now(), 0);
    return runVitest({ args: [...args, ...leftOut], environment, deadlineMs });
  };
  const runInTurn = async (runs) => {
    const outcomes = [];
    for (const args of runs) outcomes.push(await run(args));
    return outcomes;
  };
  return runAndRepeat({
    runAll: async () => together((await Promise.all(all.map(runInTurn))).flat()),
    runAlone: (file) => run(['run', join(root, file)]),
    neverAgain,
    log: (line) => console.log(line),
  });
}

/** How long suites take on a quiet machine: the slowest begin first, and --changed chooses by it. */
const secondsFile = join(root, 'tools/test/seconds.json');
const secondsOfSuites = JSON.parse(readFileSync(secondsFile, 'utf8'));
/** Those that take less are not listed. */
const listedSecondsMin = 2;

function keepSeconds({ suites }) {
  const slow = suites
    .map(({ file, seconds }) => [file, Math.round(seconds)])
    .filter(([, seconds]) => seconds >= listedSecondsMin)
    .sort(([one], [other]) => one.localeCompare(other));
  writeFileSync(secondsFile, `${JSON.stringify(Object.fromEntries(slow), null, 2)}\n`);
}

/**
 * Seconds of the suites that import a change, over all workers: with the build and the journey,
 * the run takes two minutes.
 */
const importersSecondsMax = 150;

/** The suites that a change can touch: those of a table, and the nearest of those that import it. */
function runsOfChange(since) {
  const { sources, suites } = selectionOf(changedFiles(root, since));
  const importing = suitesImporting(sources, textsOfCode(root));
  const { chosen, leftOut } = withinSeconds(importing, secondsOfSuites, importersSecondsMax);
  if (leftOut.length > 0) {
    const many = `${leftOut.length} of ${importing.length} suites that import a changed file`;
    console.log(`${many} are left out, the farthest; npm test runs them.`);
  }
  const files = [...new Set([...suites, ...chosen])];
  return [['run', ...files.map((file) => join(root, file))]];
}

/** A run of everything is recorded, whole or by parts. */
const isRecorded = ({ long, part }, filters) => Boolean(part) || (long && filters.length === 0);

const nothingRan = (reason) => ({ suites: [], errors: [reason], unstable: [] });

/** The runs of Vitest for a call, as `runSuites` takes them. @throws Error where git does not know `since`. */
function runsOf({ changed, since, long, part }, filters) {
  if (part) return runsOfLong(filters, parsePart(part));
  if (long) return runsOfLong(filters, null);
  return [changed ? runsOfChange(since) : [['run', ...filters]]];
}

async function outcomeOf(values, filters) {
  const long = Boolean(values.long ?? values.part);
  let all;
  try {
    all = runsOf(values, filters);
  } catch (error) {
    return nothingRan(error.message);
  }
  ensurePrograms({ ...values, long });
  const isWhole = filters.length === 0 && !values.changed;
  return isBuilt() ? runSuites({ long, isWhole, all }) : nothingRan('The build failed.');
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      long: { type: 'boolean' },
      part: { type: 'string' },
      'add-up': { type: 'boolean' },
      changed: { type: 'boolean' },
      since: { type: 'string', default: 'origin/main' },
      'keep-seconds': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  if (values['add-up']) {
    process.exitCode = addUpLong(positionals) ? 0 : 1;
    return;
  }
  const outcome = await outcomeOf(values, positionals);
  const commit = headCommit();
  keep(outcome.unstable, commit);
  if (isRecorded(values, positionals) && !isStopped(outcome)) recordLong(outcome, commit);
  if (values['keep-seconds']) keepSeconds(outcome);
  for (const line of summaryOf(outcome)) console.log(line);
  process.exitCode = tally(outcome).failed > 0 ? 1 : 0;
}

await main();
