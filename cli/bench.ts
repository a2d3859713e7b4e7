import { parseArgs } from 'node:util';
import type { Topology } from '../bench/bench-shop';
import { keepResult, type Row, readResult, resultOf, table } from '../bench/result';
import { orders } from '../bench/scenarios/orders';
import { reads } from '../bench/scenarios/reads';
import { transport } from '../bench/scenarios/transport';

const help = `npm run bench -- SCENARIO

Measures the system as its users meet it: started on an empty folder, called through the gateway,
signed in. Ratios to a yardstick of the same run say more than the figures, which are the machine's.
Leave the machine alone meanwhile.

  orders     orders placed a second, closed loop and at a constant rate, spread and on one product
  reads      every query that reads, at 1,000 orders and at many: generated, the same each time
  transport  what a call between two parts costs the caller, by client library

  --clients LIST      how many at once; 8,32 when left out
  --seconds N         of each measurement; 10 when left out
  --orders N          so many orders of five lines, for reads; 100000 when left out
  --products N        so many products, for reads; 20000 when left out
  --topology NAME     one-process or distributed; one-process when left out
  --compare RESULT    an earlier result of bench/results/, put beside it
  --keep              writes the result to bench/results/
`;

const listOf = (text: string): number[] => text.split(',').map(Number);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      clients: { type: 'string', default: '8,32' },
      seconds: { type: 'string', default: '10' },
      orders: { type: 'string', default: '100000' },
      products: { type: 'string', default: '20000' },
      topology: { type: 'string', default: 'one-process' },
      compare: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const options = {
    clients: listOf(values.clients),
    seconds: Number(values.seconds),
    orders: Number(values.orders),
    products: Number(values.products),
    topology: values.topology as Topology,
    say: (line: string) => void process.stderr.write(`${line}\n`),
  };
  const scenarios: Record<string, () => Promise<Row[]>> = {
    orders: () => orders(options),
    reads: () => reads(options),
    transport: () => transport(options),
  };
  const [name = ''] = positionals;
  const scenario = scenarios[name];
  if (!scenario) throw new Error('Say which: npm run bench -- orders. --help says more.');
  const result = resultOf(name, await scenario());
  process.stdout.write(`${table(result, values.compare ? readResult(values.compare) : null)}\n`);
  if (values.keep) process.stdout.write(`\nKept as ${keepResult(result)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
