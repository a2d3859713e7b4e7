// type-graphql needs it before any of its decorators runs, whichever room is loaded first.
import 'reflect-metadata';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../config/load-configuration';
import type { Configuration } from '../config/schema';
import { sandboxUrl } from '../config/service-addresses';
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
timeline, effects, reservation and its part of the provider's ledger; the stock with its movements.
Computes the chain over the audit log anew, and tells its newest link, which is worth noting
elsewhere: only then a log that was written anew as a whole would show.
Writes nothing, and may run beside a shop in full swing: what seems wrong is looked at again.
The shop must be running, or database.orders.url, database.inventory.url and database.users.url be
set.

Prints each disagreement with its ids on a line, and a summary.
Exit: 0 everything fits together, 1 something does not, 2 it could not be looked at.

  --json             one JSON object a line: kind, subject, expected, found
  --ledger URL       the provider's ledger, when it is not the sandbox of this machine
  --without-ledger   do not compare payments

What is compared:
${kindList}
`;

const exitDisagreements = 1;
const exitNotLookedAt = 2;
const msPerMinute = 60_000;

interface Asked {
  readonly json: boolean;
  readonly ledger: string | undefined;
  readonly withoutLedger: boolean;
}

function ledgerOf(configuration: Configuration, asked: Asked): LedgerAddress | null {
  const { payments } = configuration;
  if (asked.withoutLedger) return null;
  if (asked.ledger !== undefined) return { url: asked.ledger };
  if (payments.provider === 'sandbox') {
    const { apiSecret: secret } = payments.sandbox;
    return { url: `${sandboxUrl(configuration)}/ledger`, secret };
  }
  throw new Error(
    `The provider ${payments.provider} shows no ledger: say --without-ledger to compare the rest.`,
  );
}

const lineOf = ({ kind, subject, expected, found }: Disagreement): string =>
  `${kind}  ${subject}  expected: ${expected}  found: ${found}`;

/** Waits for a slow reader instead of keeping for it what it has not read. */
async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

/** @returns how many disagreements there are. */
async function compare(asked: Asked): Promise<number> {
  const configuration = await loadConfiguration();
  const ledger = ledgerOf(configuration, asked);
  const rooms = openRooms(configuration);
  const tally = new Tally();
  try {
    const holdMs = configuration.orders.reservationMinutes * msPerMinute;
    for await (const found of verify(sourcesOf({ ...rooms, ledger }), holdMs, tally)) {
      tally.add(found);
      await print(asked.json ? JSON.stringify(found) : lineOf(found));
    }
  } finally {
    await rooms.close();
  }
  if (!asked.json) for (const line of tally.summary()) await print(line);
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
  process.stderr.write(`It could not be looked at. ${reason}\n`);
  process.exitCode = exitNotLookedAt;
});
