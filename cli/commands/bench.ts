import type * as Bench from '../bench/run';
import { UsageError } from '../program/exit-codes';
import { newCommand } from '../program/new-command';

/** `--seconds 5 --clients 8` by name. @throws UsageError for anything else. */
export function scenarioOptions(args: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {};
  for (let at = 0; at < args.length; at += 2) {
    const [name = '', value] = args.slice(at, at + 2);
    if (!name.startsWith('--') || value === undefined) {
      throw new UsageError(`Options of a scenario are --name value, not "${name}". See --help.`);
    }
    options[name.slice(2)] = value;
  }
  return options;
}

/** Loaded for the help only: the scenarios bring the whole benchmark with them. */
function scenarioHelp(): string {
  const bench = require('../bench/run.js') as typeof Bench;
  return `\nScenarios and their options:\n${bench.scenarioHelp()}`;
}

export const benchCommand = () =>
  newCommand('bench', {
    summary: 'Measure speed, and whether promises hold under load',
    description: [
      "Measures from the client's side: starts the shop on an empty folder, signs in and calls the gateway. Compare ratios to the yardstick of the same run; absolute figures depend on the machine. Run nothing else on the machine at the same time.",
    ],
    examples: [['orders --keep', 'measures orders, and saves the result in bench/results/']],
    json: 'the result as it is saved, with the faults that were found',
    exitCodes: { 1: 'failed, or a promise was broken' },
  })
    .argument('<scenario>', 'see below')
    .argument('[options...]', 'options of the scenario')
    .option('--compare <result>', 'an earlier result of bench/results/ to print next to this one')
    .option('--keep', 'saves the result in bench/results/')
    .allowUnknownOption()
    .addHelpText('after', scenarioHelp)
    .action(async (scenario, args, options) => {
      const { runBench } = await import('../bench/run.js');
      if (!(await runBench(scenario, scenarioOptions(args), options))) process.exitCode = 1;
    });
