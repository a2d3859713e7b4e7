import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { mutants } from '../../e2e/chaos/mutants';
import type { OrderDatabaseCount } from '../../e2e/chaos/order-databases';
import type { InstanceCount } from '../../e2e/chaos/run-seed';
import { countUpTo, numberUpTo } from '../program/arguments';
import { loaded } from '../program/loaded';
import { newCommand } from '../program/new-command';

const most = Number.MAX_SAFE_INTEGER;
const mutantList = mutants.map(({ name, what }) => `  ${name.padEnd(22)} ${what}`).join('\n');

function mutant(name: string): string {
  if (mutants.some((one) => one.name === name)) return name;
  throw new InvalidArgumentError(`Expected one of ${mutants.map((one) => one.name).join(', ')}.`);
}

function oneOrTwo(text: string): OrderDatabaseCount & InstanceCount {
  if (text === '1') return 1;
  if (text === '2') return 2;
  throw new InvalidArgumentError('Expected 1 or 2.');
}

export const chaosCommand = () =>
  newCommand('chaos', {
    summary: 'Inject faults into a shop, and check what is left',
    description: [
      'Seeded clients buy, cancel, ship, refund and count stock while processes (PostgreSQL and Redis included) are killed and paused, and connections are slowed, cut or lose their responses. Then the faults stop, and within a minute every order must be decided, every acknowledged call must have taken effect, every other call at most once, money and stock must add up, and verify must find nothing. Needs a redis-server.',
      'The seed determines the operations and faults; the scheduling of processes stays up to the machine. One minute of faults takes about two minutes in all. History and log are left in .data/chaos/.',
      'Prints each violation and a summary for each seed.',
    ],
    examples: [
      ['--seed 7 --minutes 2', 'runs one seed with two minutes of faults'],
      ['--seeds 20 --results docs/chaos-results.md', 'adds the results of twenty seeds to a page'],
      ['--mutant no-idempotency-check --seeds 3', 'runs code with a known fault until it is found'],
    ],
    json: 'an object per line and seed: { seed, faults, orders, acknowledged, violations, … }',
    exitCodes: { 0: 'no violation, or the mutant was caught', 1: 'a violation, or it failed' },
  })
    .addOption(
      new Option('--seed <number>', 'the first seed').default(1).argParser(numberUpTo(most)),
    )
    .addOption(
      new Option('--seeds <count>', 'number of seeds, run one after the other')
        .default(1)
        .argParser(countUpTo(most)),
    )
    .addOption(
      new Option('--minutes <number>', 'minutes of faults for each seed')
        .default(1)
        .argParser(numberUpTo(most)),
    )
    .addOption(
      new Option('--databases <count>', 'databases over which orders are spread, 1 or 2')
        .default(1 as const)
        .argParser(oneOrTwo),
    )
    .addOption(
      new Option(
        '--instances <count>',
        'instances of each process but the gateway, 1 or 2; with 2, connections between processes have no faults',
      )
        .default(1 as const)
        .argParser(oneOrTwo),
    )
    .option(
      '--results <file>',
      'a page to add each result to; a seed that is listed there without a violation, for this commit and machine, is skipped',
    )
    .option(
      '--mutant <name>',
      'runs code with this fault until a seed detects it, for at most --seeds seeds',
      mutant,
    )
    .option('--dist <folder>', 'the compiled code to run (default: dist/)')
    .option(
      '--commit <name>',
      'the name of that code in the results (default: the commit that is checked out)',
    )
    .addHelpText('after', `\nMutants:\n${mutantList}`)
    .action(loaded(async () => (await import('../chaos/run.js')).runChaos));
