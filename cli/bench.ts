import { parseArgs } from 'node:util';
import { keepResult, readResult, resultOf, table } from '../bench/result';
import { helpOf, optionValues, type Scenario } from '../bench/scenario';
import { hostile } from '../bench/scenarios/hostile';
import { idle } from '../bench/scenarios/idle';
import { orders } from '../bench/scenarios/orders';
import { profile } from '../bench/scenarios/profile';
import { race } from '../bench/scenarios/race';
import { reads } from '../bench/scenarios/reads';
import { soak } from '../bench/scenarios/soak';
import { transport } from '../bench/scenarios/transport';

const scenarios: readonly Scenario[] = [
  orders,
  reads,
  transport,
  race,
  soak,
  idle,
  profile,
  hostile,
];

const help = `npm run bench -- SCENARIO

Measures the system from the client's side: starts it on an empty folder, signs in and calls the
gateway. Compare ratios to the yardstick of the same run; absolute figures depend on the machine.
Run nothing else on the machine meanwhile.

${scenarios.map(helpOf).join('\n\n')}

  Options of every scenario:
    --compare RESULT    an earlier result from bench/results/ to print next to this one
    --keep              saves the result in bench/results/
`;

/** The options of all scenarios; whether the chosen one has them is checked later. */
const optionNames = new Set(scenarios.flatMap(({ options }) => Object.keys(options)));

function commandLine() {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...Object.fromEntries([...optionNames].map((name) => [name, text])),
      compare: text,
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { compare, keep, help: isHelp, ...own } = values;
  return { isHelp, compare, keep, name: positionals[0], own: own as Record<string, string> };
}

async function main(): Promise<void> {
  const { isHelp, name, own, compare, keep } = commandLine();
  if (isHelp) {
    process.stdout.write(help);
    return;
  }
  const scenario = scenarios.find((known) => known.name === name);
  if (!scenario) throw new Error('Name a scenario, such as npm run bench -- orders. See --help.');
  const earlier = compare ? readResult(compare) : null;
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const { rows, faults = [], report } = await scenario.run(optionValues(scenario, own), say);
  const result = resultOf(scenario.name, rows);
  process.stdout.write(`${table(result, earlier)}\n`);
  if (report) process.stdout.write(`\n${report}\n`);
  if (keep) process.stdout.write(`\nSaved as ${keepResult(result)}\n`);
  for (const fault of faults) process.stderr.write(`Failed: ${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
