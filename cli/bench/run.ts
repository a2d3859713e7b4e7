import { keepResult, readResult, resultOf, table } from '../../bench/result';
import { helpOf, optionValues, type Scenario } from '../../bench/scenario';
import { consoleScenario } from '../../bench/scenarios/console';
import { encryption } from '../../bench/scenarios/encryption';
import { forecast } from '../../bench/scenarios/forecast';
import { fraud } from '../../bench/scenarios/fraud';
import { gateway } from '../../bench/scenarios/gateway';
import { hostile } from '../../bench/scenarios/hostile';
import { idle } from '../../bench/scenarios/idle';
import { links } from '../../bench/scenarios/links';
import { load } from '../../bench/scenarios/load';
import { lostDatabase } from '../../bench/scenarios/lost-database';
import { orders } from '../../bench/scenarios/orders';
import { overload } from '../../bench/scenarios/overload';
import { processes } from '../../bench/scenarios/processes';
import { profile } from '../../bench/scenarios/profile';
import { reads } from '../../bench/scenarios/reads';
import { restore } from '../../bench/scenarios/restore';
import { shards } from '../../bench/scenarios/shards';
import { signInFloods } from '../../bench/scenarios/sign-in-floods';
import { signIns } from '../../bench/scenarios/sign-ins';
import { soak } from '../../bench/scenarios/soak';
import { streams } from '../../bench/scenarios/streams';
import { tls } from '../../bench/scenarios/tls';
import { transport } from '../../bench/scenarios/transport';
import { UsageError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { messageOf, printResult } from '../program/results';

const scenarios: readonly Scenario[] = [
  load,
  overload,
  orders,
  reads,
  transport,
  gateway,
  soak,
  idle,
  profile,
  processes,
  hostile,
  signIns,
  signInFloods,
  streams,
  forecast,
  fraud,
  encryption,
  links,
  tls,
  shards,
  lostDatabase,
  restore,
  consoleScenario,
];

function valuesOf(scenario: Scenario, given: Readonly<Record<string, string>>) {
  try {
    return optionValues(scenario, given);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** The options of every scenario, for the help. */
export const scenarioHelp = (): string => scenarios.map(helpOf).join('\n\n');

export interface BenchOptions extends JsonOption {
  /** An earlier result to print next to this one. */
  readonly compare?: string;
  readonly keep?: true;
}

/**
 * Runs a scenario and prints its result.
 * @param given the options of the scenario.
 * @returns whether every guarantee held.
 */
export async function runBench(
  name: string,
  given: Readonly<Record<string, string>>,
  options: BenchOptions,
): Promise<boolean> {
  const scenario = scenarios.find((known) => known.name === name);
  if (!scenario)
    throw new UsageError(
      `The scenario ${name} does not exist. There are: ${scenarios.map((known) => known.name).join(', ')}.`,
    );
  const earlier = options.compare ? readResult(options.compare) : null;
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const values = valuesOf(scenario, given);
  const { rows, faults = [], report } = await scenario.run(values, say);
  const result = resultOf(scenario.name, rows);
  const saved = options.keep ? keepResult(result) : null;
  const texts = [table(result, earlier), report, saved && `Saved as ${saved}`].filter(Boolean);
  printResult(options, { ...result, faults, report, saved }, `${texts.join('\n\n')}\n`);
  for (const fault of faults) say(`Failed: ${fault}`);
  return faults.length === 0;
}
