import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { copyBuild, mutate } from '../e2e/chaos/builds';
import { mutantOf, mutants } from '../e2e/chaos/mutants';
import { isDone, type Place, recordMutant, recordSeed, summaryOf } from '../e2e/chaos/results';
import { runSeed, type SeedResult } from '../e2e/chaos/run-seed';
import { repositoryRoot } from './repository-root';

const help = `npm run chaos -- [--seed N] [--seeds COUNT] [--minutes M] [--results FILE] [--mutant NAME]

Opens the shop as many processes and lets seeded clients buy, cancel, ship, refund and count stock,
while processes are killed and stopped, PostgreSQL and Redis too, and connections are slowed, cut,
or lose their answers. Then all is made good again, and within a minute everything must be decided:
every acknowledged call is there, every other one at most once, money and stock add up, and
npm run verify is clean. It needs a redis-server and openssl.

The seed decides what is chosen; when a process gets to run, the machine decides. One minute of
faults takes about two in all. History and log are left in .data/chaos/.

  --seed N         the first seed (1)
  --seeds COUNT    how many, one after the other (1)
  --minutes M      how long faults go on, for each (1)
  --results FILE   a page that each result is put on as it comes, such as docs/chaos-results.md;
                   a seed that stands there without a violation, for this commit and machine,
                   is not run again
  --mutant NAME    runs code with a fault in it, until a seed gives it away; --seeds bounds them
  --dist FOLDER    other compiled code than dist/
  --commit NAME    what the results call that code; the commit that is checked out without it

Prints each violation and a summary for each seed.
Exit: 0 as it should be: no violation, and the mutant was caught; 1 something is not.

Mutants:
${mutants.map(({ name, what }) => `  ${name.padEnd(22)} ${what}`).join('\n')}
`;

const options = {
  seed: { type: 'string', default: '1' },
  seeds: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '1' },
  results: { type: 'string' },
  mutant: { type: 'string' },
  dist: { type: 'string' },
  commit: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Asked {
  readonly first: number;
  readonly count: number;
  readonly minutes: number;
  readonly results: string | null;
  readonly dist: string;
  readonly place: Place;
}

const scratch = path.join(repositoryRoot, '.data', 'chaos');
const violationsToldMax = 20;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error(`--${name} takes a number above 0.`);
}

/** The commit that was checked out, marked where files differ from it; and what it ran on. */
function placeOf(commit: string | undefined): Place {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' }).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`;
  if (commit !== undefined) return { commit, machine };
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+';
    return { commit: `${git('rev-parse', '--short', 'HEAD')}${changed}`, machine };
  } catch {
    return { commit: 'unknown', machine };
  }
}

async function run(seed: number, asked: Asked, dist: string, name: string): Promise<SeedResult> {
  const { minutes, dist: judge } = asked;
  const folder = path.join(scratch, `${name}-${seed}`);
  const result = await runSeed({ seed, minutes, dist, judge, folder, say });
  for (const line of result.violations.slice(0, violationsToldMax)) say(line);
  say(summaryOf(result));
  return result;
}

/** @returns whether no seed found anything. */
async function runSeeds(asked: Asked): Promise<boolean> {
  const { first, count, minutes, results, place } = asked;
  const dist = copyBuild(asked.dist, path.join(scratch, 'builds', 'plain'));
  let isClean = true;
  for (let seed = first; seed < first + count; seed += 1) {
    if (results !== null && isDone(results, place, seed, minutes)) continue;
    const result = await run(seed, { ...asked, dist }, dist, 'seed');
    if (results !== null) recordSeed(results, place, result);
    isClean &&= result.violations.length === 0;
  }
  return isClean;
}

/** @returns whether one of the seeds gave the mutant away. */
async function hunt(name: string, asked: Asked): Promise<boolean> {
  const { first, count, minutes, results, place } = asked;
  const judge = copyBuild(asked.dist, path.join(scratch, 'builds', 'plain'));
  const dist = copyBuild(asked.dist, path.join(scratch, 'builds', name));
  mutate(dist, mutantOf(name));
  for (let tried = 1; tried <= count; tried += 1) {
    const result = await run(first + tried - 1, { ...asked, dist: judge }, dist, name);
    const [gaveAway] = result.violations;
    if (gaveAway === undefined) continue;
    if (results !== null) {
      recordMutant(results, place, { name, seeds: tried, tried, minutes, first: gaveAway });
    }
    say(`${name} was caught after ${tried} of ${count} seeds`);
    return true;
  }
  if (results !== null) {
    recordMutant(results, place, { name, seeds: null, tried: count, minutes, first: '' });
  }
  say(`${name} was not caught in ${count} seeds`);
  return false;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const asked: Asked = {
    first: numberOf('seed', values.seed),
    count: numberOf('seeds', values.seeds),
    minutes: numberOf('minutes', values.minutes),
    results: values.results === undefined ? null : path.resolve(values.results),
    dist: path.resolve(values.dist ?? path.join(repositoryRoot, 'dist')),
    place: placeOf(values.commit),
  };
  const isGood = values.mutant ? await hunt(values.mutant, asked) : await runSeeds(asked);
  if (!isGood) process.exitCode = 1;
}

// Whatever was started ends with this process.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
