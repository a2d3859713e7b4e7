import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drawTrace } from './draw';
import { recordOrder } from './record';

const help = `npm run trace-picture -- --out FILE

Starts the shop as many processes on an empty folder, traces one order from the client's traceparent
to its webhooks, and draws the spans as an SVG. Thirty orders warm up plans, statements and
connections, and the fastest of ten is drawn. It takes half a minute, needs a redis-server,
and does not affect a shop that is already running.

  --out FILE   the file to write, such as docs/trace-of-an-order.svg
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  if (values.out === undefined) throw new Error('--out FILE is required.');
  const bars = await recordOrder();
  writeFileSync(values.out, drawTrace(bars));
  process.stdout.write(`${values.out}: ${bars.length} spans\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
