import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { copyBuild, mutate } from '../e2e/chaos/builds';
import { mutantOf, mutants } from '../e2e/chaos/mutants';
import { isDone, type Place, recordMutant, recordSeed, summaryOf } from '../e2e/chaos/results';
import { runSeed, type SeedResult } from '../e2e/chaos/run-seed';
import { repositoryRoot } from '../platform/process/repository-root';

const help = `npm run chaos -- [--seed N] [--seeds COUNT] [--minutes M] [--results FILE] [--mutant NAME]

Starts the shop as many processes. Seeded clients buy, cancel, ship, refund and count stock while
processes (PostgreSQL and Redis included) are killed and paused, and connections are slowed, cut or
lose their responses. Then the faults stop, and within a minute every order must be decided, every
acknowledged call must have taken effect, every other call at most once, money and stock must add
up, and npm run verify must find nothing. Needs a redis-server and openssl.

The seed determines the operations and faults; the scheduling of processes stays up to the machine.
One minute of faults takes about two minutes in all. History and log are left in .data/chaos/.

  --seed N         the first seed (1)
  --seeds COUNT    number of seeds, run one after the other (1)
  --minutes M      minutes of faults for each seed (1)
  --results FILE   a page to add each result to, such as docs/chaos-results.md; a seed that is
                   listed there without a violation, for this commit and machine, is skipped
  --mutant NAME    runs code with this fault until a seed detects it, for at most --seeds seeds
  --dist FOLDER    the compiled code to run (dist/)
  --commit NAME    the name of that code in the results (the commit that is checked out)

Prints each violation and a summary for each seed.
Exit code: 0 if there was no violation, or the mutant was caught; 1 otherwise.

Mutants:
${mutants.map(({ name, what }) => `  ${name.padEnd(22)} ${what}`).join('\n')}
`;

const flags = {
  seed: { type: 'string', default: '1' },
  seeds: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '1' },
  results: { type: 'string' },
  mutant: { type: 'string' },
  dist: { type: 'string' },
  commit: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface ChaosOptions {
  readonly first: number;
  readonly count: number;
  readonly minutes: number;
  readonly results: string | null;
  readonly dist: string;
  readonly place: Place;
}

const scratch = path.join(repositoryRoot, '.data', 'chaos');
const violationsShownMax = 20;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error(`--${name} must be a number above 0.`);
}

/** The commit that is checked out, with a `+` if files differ from it, and the machine. */
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

async function run(
  seed: number,
  options: ChaosOptions,
  dist: string,
  name: string,
): Promise<SeedResult> {
  const { minutes, dist: judge } = options;
  const folder = path.join(scratch, `${name}-${seed}`);
  const result = await runSeed({ seed, minutes, dist, judge, folder, say });
  for (const line of result.violations.slice(0, violationsShownMax)) say(line);
  say(summaryOf(result));
  return result;
}

/** @returns whether no seed found a violation. */
async function runSeeds(options: ChaosOptions): Promise<boolean> {
  const { first, count, minutes, results, place } = options;
  const dist = copyBuild(options.dist, path.join(scratch, 'builds', 'plain'));
  let isClean = true;
  for (let seed = first; seed < first + count; seed += 1) {
    if (results !== null && isDone(results, place, seed, minutes)) continue;
    const result = await run(seed, { ...options, dist }, dist, 'seed');
    if (results !== null) recordSeed(results, place, result);
    isClean &&= result.violations.length === 0;
  }
  return isClean;
}

/** @returns whether one of the seeds detected the mutant. */
async function hunt(name: string, options: ChaosOptions): Promise<boolean> {
  const { first, count, minutes, results, place } = options;
  const judge = copyBuild(options.dist, path.join(scratch, 'builds', 'plain'));
  const dist = copyBuild(options.dist, path.join(scratch, 'builds', name));
  mutate(dist, mutantOf(name));
  for (let tried = 1; tried <= count; tried += 1) {
    const result = await run(first + tried - 1, { ...options, dist: judge }, dist, name);
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
  const { values } = parseArgs({ options: flags });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const options: ChaosOptions = {
    first: numberOf('seed', values.seed),
    count: numberOf('seeds', values.seeds),
    minutes: numberOf('minutes', values.minutes),
    results: values.results === undefined ? null : path.resolve(values.results),
    dist: path.resolve(values.dist ?? path.join(repositoryRoot, 'dist')),
    place: placeOf(values.commit),
  };
  const isGood = values.mutant ? await hunt(values.mutant, options) : await runSeeds(options);
  if (!isGood) process.exitCode = 1;
}

// Child processes end with this one.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
