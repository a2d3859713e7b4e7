import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import path from 'node:path';
import { copyBuild, mutate } from '../../e2e/chaos/builds';
import { mutantOf } from '../../e2e/chaos/mutants';
import type { OrderDatabaseCount } from '../../e2e/chaos/order-databases';
import { isDone, type Place, recordMutant, recordSeed, summaryOf } from '../../e2e/chaos/results';
import { type InstanceCount, runSeed, type SeedResult } from '../../e2e/chaos/run-seed';
import { demandReplaceable } from '../../platform/process/replace-file';
import { repositoryRoot } from '../../platform/process/repository-root';
import type { JsonOption } from '../program/new-command';

export interface ChaosCommandOptions extends JsonOption {
  readonly seed: number;
  readonly seeds: number;
  readonly minutes: number;
  readonly databases: OrderDatabaseCount;
  readonly instances: InstanceCount;
  readonly results?: string;
  readonly mutant?: string;
  readonly dist?: string;
  readonly commit?: string;
}

interface ChaosOptions {
  readonly first: number;
  readonly count: number;
  readonly minutes: number;
  readonly databases: OrderDatabaseCount;
  readonly instances: InstanceCount;
  readonly results: string | null;
  readonly dist: string;
  readonly place: Place;
  readonly isJson: boolean;
}

const scratch = path.join(repositoryRoot, '.data', 'chaos');
const violationsShownMax = 20;

const lineOn = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

/** Progress goes to standard error when standard output is for JSON results. */
const logTo = ({ isJson }: ChaosOptions) => lineOn(isJson ? process.stderr : process.stdout);

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
  const { minutes, databases, instances, dist: judge } = options;
  const log = logTo(options);
  const folder = path.join(scratch, `${name}-${seed}`);
  const wanted = { seed, minutes, databases, instances };
  const result = await runSeed({ ...wanted, dist, judge, folder, log });
  for (const line of result.violations.slice(0, violationsShownMax)) log(line);
  log(summaryOf(result));
  if (options.isJson) lineOn(process.stdout)(JSON.stringify(result));
  return result;
}

/** @returns whether no seed found a violation. */
async function runSeeds(options: ChaosOptions): Promise<boolean> {
  const { first, count, minutes, databases, instances, results, place } = options;
  const dist = copyBuild(options.dist, path.join(scratch, 'builds', 'plain'));
  let isClean = true;
  for (let seed = first; seed < first + count; seed += 1) {
    if (results !== null && isDone(results, place, { seed, minutes, databases, instances }))
      continue;
    const result = await run(seed, { ...options, dist }, dist, 'seed');
    if (results !== null) recordSeed(results, place, result);
    isClean &&= result.violations.length === 0;
  }
  return isClean;
}

/** @returns whether one of the seeds detected the mutant. */
async function hunt(name: string, options: ChaosOptions): Promise<boolean> {
  const { first, count, minutes, results, place } = options;
  const log = logTo(options);
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
    log(`${name} was caught after ${tried} of ${count} seeds`);
    return true;
  }
  if (results !== null) {
    recordMutant(results, place, { name, seeds: null, tried: count, minutes, first: '' });
  }
  log(`${name} was not caught in ${count} seeds`);
  return false;
}

/** Runs the seeds. @returns whether there was no violation, or the mutant was caught. */
export async function runChaos(commandOptions: ChaosCommandOptions): Promise<boolean> {
  // Child processes end with this one.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));
  const options: ChaosOptions = {
    first: commandOptions.seed,
    count: commandOptions.seeds,
    minutes: commandOptions.minutes,
    databases: commandOptions.databases,
    instances: commandOptions.instances,
    results: commandOptions.results === undefined ? null : path.resolve(commandOptions.results),
    dist: path.resolve(commandOptions.dist ?? path.join(repositoryRoot, 'dist')),
    place: placeOf(commandOptions.commit),
    isJson: commandOptions.json === true,
  };
  if (options.results !== null) demandReplaceable(options.results);
  return commandOptions.mutant ? hunt(commandOptions.mutant, options) : runSeeds(options);
}
