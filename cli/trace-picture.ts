import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drawTrace } from './trace-picture/draw';
import { recordOrder } from './trace-picture/record';

const help = `npm run trace-picture -- --out FILE

Opens the shop as many processes on an empty folder, traces one order from the client's traceparent
to the webhooks that tell of it, and draws its spans as an SVG. Thirty orders go before it, so that
plans, statements and connections are there, and it is the quickest of ten. It takes half a minute,
and needs a redis-server and openssl; nothing that runs beside it is touched.

  --out FILE   where the picture goes, such as docs/trace-of-an-order.svg
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  if (values.out === undefined) throw new Error('Say where the picture goes: --out FILE.');
  const bars = await recordOrder();
  writeFileSync(values.out, drawTrace(bars));
  process.stdout.write(`${values.out}: ${bars.length} spans\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
