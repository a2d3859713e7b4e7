// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../config/load-configuration';
import type { Configuration } from '../config/schema';
import { sandboxUrl } from '../config/service-addresses';
import { msPerMinute } from '../platform/values/time';
import { type Disagreement, kinds } from '../verify/disagreement';
import type { LedgerAddress } from '../verify/ledger';
import { sourcesOf } from '../verify/sources';
import { Tally } from '../verify/tally';
import { verify } from '../verify/verify';
import { openRooms } from './verify/rooms';

const kindList = Object.entries(kinds)
  .map(([kind, what]) => `  ${kind.padEnd(30)} ${what}`)
  .join('\n');

const help = `npm run -s verify -- [--json] [--ledger URL | --without-ledger]

Compares orders, stock and payments with each other: every order with its lines, shipments,
timeline, effects, reservation and its entries in the provider's ledger; the stock with its
movements. Recomputes the hash chain of the audit log and prints its latest link. Store that link
elsewhere: it is the only way to detect a log that was rewritten as a whole.
Writes nothing, and may run while the shop is busy: apparent disagreements are checked again.
The shop must be running, or database.orders.url, database.inventory.url and database.users.url
must be set.

Prints each disagreement with its ids on a line, and a summary.
Exit code: 0 if everything agrees, 1 if something does not, 2 if it could not be checked.

  --json             prints one JSON object per line: kind, subject, expected, found
  --ledger URL       the provider's ledger, if it is not the sandbox on this machine
  --without-ledger   does not compare payments

What is compared:
${kindList}
`;

const exitDisagreements = 1;
const exitNotCompared = 2;

interface VerifyOptions {
  readonly json: boolean;
  readonly ledger: string | undefined;
  readonly withoutLedger: boolean;
}

function ledgerOf(configuration: Configuration, options: VerifyOptions): LedgerAddress | null {
  const { payments } = configuration;
  if (options.withoutLedger) return null;
  if (options.ledger !== undefined) return { url: options.ledger };
  if (payments.provider === 'sandbox') {
    const { apiSecret: secret } = payments.sandbox;
    return { url: `${sandboxUrl(configuration)}/ledger`, secret };
  }
  throw new Error(
    `The provider ${payments.provider} has no ledger to read. Use --without-ledger to compare the rest.`,
  );
}

const lineOf = ({ kind, subject, expected, found }: Disagreement): string =>
  `${kind}  ${subject}  expected: ${expected}  found: ${found}`;

/** Waits for a slow reader instead of buffering for it. */
async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

/** @returns the number of disagreements. */
async function compare(options: VerifyOptions): Promise<number> {
  const configuration = await loadConfiguration();
  const ledger = ledgerOf(configuration, options);
  const rooms = openRooms(configuration);
  const tally = new Tally();
  try {
    const holdMs = configuration.orders.reservationMinutes * msPerMinute;
    for await (const found of verify(sourcesOf({ ...rooms, ledger }), holdMs, tally)) {
      tally.add(found);
      await print(options.json ? JSON.stringify(found) : lineOf(found));
    }
  } finally {
    await rooms.close();
  }
  if (!options.json) for (const line of tally.summary()) await print(line);
  return tally.disagreements;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      ledger: { type: 'string' },
      'without-ledger': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const { json, ledger, 'without-ledger': withoutLedger } = values;
  const disagreements = await compare({ json, ledger, withoutLedger });
  if (disagreements > 0) process.exitCode = exitDisagreements;
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The check could not be completed. ${reason}\n`);
  process.exitCode = exitNotCompared;
});
