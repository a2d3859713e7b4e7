// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { withStoredSecrets } from '../../config/loading/generated-secrets';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { sandboxUrl } from '../../config/process/service-addresses';
import type { Configuration } from '../../config/schema';
import type { HeadFiles } from '../../platform/audit/head-files';
import { counted } from '../../platform/values/counted';
import { msPerMinute } from '../../platform/values/time';
import type { Disagreement } from '../../verify/disagreement';
import { type Ledger, ledgerAt } from '../../verify/ledger';
import { openLedger } from '../../verify/open-ledger';
import { sourcesOf } from '../../verify/sources';
import { Tally } from '../../verify/tally';
import { verify } from '../../verify/verify';
import { CommandError, NotRunningError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { messageOf, printLine } from '../program/results';
import { whileWorking } from '../program/while-working';
import { damagedPageError } from './damaged-page';
import { verifyExitCode } from './exit-codes';
import { openRooms } from './rooms';

export interface VerifyOptions extends JsonOption {
  /** URL of the ledger to compare with, instead of that of the configured provider. */
  readonly ledger?: string;
  readonly withoutLedger?: true;
}

function ledgerOf(configuration: Configuration, options: VerifyOptions): Ledger | null {
  if (options.withoutLedger) return null;
  if (options.ledger !== undefined) return ledgerAt({ url: options.ledger });
  return openLedger(configuration.payments, sandboxUrl(configuration));
}

const lineOf = ({ kind, subject, expected, found }: Disagreement): string =>
  `${kind}  ${subject}  expected: ${expected}  found: ${found}`;

/** The two sides of a comparison. */
export interface Compared {
  /** The settings, with the URLs of the databases to compare. */
  readonly configuration: Configuration;
  /** Null leaves payments out. */
  readonly ledger: Ledger | null;
  /** The published heads of the audit log; if absent, those of the data folder. */
  readonly auditHeads?: Pick<HeadFiles, 'all'>;
}

/**
 * Prints each disagreement, and a summary.
 * @returns the number of disagreements.
 */
export async function compare(
  { configuration, ledger, auditHeads }: Compared,
  options: JsonOption,
  tally: Tally,
): Promise<number> {
  const rooms = await openRooms(configuration, auditHeads);
  try {
    const holdMs = configuration.orders.reservationMinutes * msPerMinute;
    for await (const found of verify(sourcesOf({ ...rooms, ledger }), holdMs, tally)) {
      tally.add(found);
      await printLine(options.json ? JSON.stringify(found) : lineOf(found), options);
    }
  } catch (error) {
    throw (await damagedPageError(error, configuration)) ?? error;
  } finally {
    await rooms.close();
  }
  if (!options.json) for (const line of tally.summary()) await printLine(line);
  if (!options.json && ledger === null) await printLine('Payments were not compared.');
  return tally.disagreements;
}

/**
 * Prints each disagreement, and a summary.
 * @returns whether everything agrees.
 * @throws NotRunningError if there is no database, CommandError if it could not be compared.
 */
export async function runVerify(options: VerifyOptions): Promise<boolean> {
  const tally = new Tally();
  const run = async () => {
    const configuration = withStoredSecrets(await loadConfiguration());
    const ledger = ledgerOf(configuration, options);
    return compare({ configuration, ledger }, options, tally);
  };
  const compared = () => counted(tally.counts().lookedAt.orders ?? 0, 'order');
  try {
    return (await whileWorking('Comparing', run(), compared)) === 0;
  } catch (error) {
    if (error instanceof NotRunningError) throw error;
    throw new CommandError(
      `The check could not be completed. ${messageOf(error)}`,
      verifyExitCode.notCompared,
      { cause: error },
    );
  }
}
