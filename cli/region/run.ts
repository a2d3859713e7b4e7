import { withDatabases, withPairs } from '../../platform/database/region/connect';
import { cutOver, takeOver } from '../../platform/database/region/cut-over';
import { follow, unpublishedTables } from '../../platform/database/region/follow';
import { measureLag, slotBytes } from '../../platform/database/region/lag';
import { CommandError, UsageError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { messageOf, printResult } from '../program/results';
import { whileWorking } from '../program/while-working';
import { demandServer, directConnections } from './direct-connections';
import { databasePairs, ownDatabases } from './regions';

export interface RegionOptions extends JsonOption {
  /** The folder with the configuration of the other region. */
  readonly from: string;
}

export interface DirectOptions extends JsonOption {
  /** The socket of HAProxy, if connections are to be directed. */
  readonly haproxy?: string;
  /** The server of this region there. */
  readonly server?: string;
}

interface Destination {
  readonly haproxy: string;
  readonly server: string;
}

/**
 * Where connections are directed; null if they are not. The name of the server has no default: it
 * differs by region, and the wrong one sends clients to the region that refuses writes.
 * @throws UsageError if one of the two options is given without the other.
 */
function destinationOf({ haproxy, server }: DirectOptions): Destination | null {
  if (haproxy !== undefined && server !== undefined) return { haproxy, server };
  if (haproxy !== undefined) {
    throw new UsageError('--haproxy needs --server, the name of the server of this region there.');
  }
  if (server !== undefined) throw new UsageError('--server needs --haproxy.');
  return null;
}

export async function runFollow(options: RegionOptions): Promise<void> {
  const pairs = await databasePairs(options.from);
  await whileWorking('Copying', withPairs(pairs, follow));
  const databases = pairs.map(({ name }) => name);
  printResult(options, { databases }, `This region follows: ${databases.join(', ')}.\n`);
}

interface DatabaseStatus {
  readonly database: string;
  /** How far it is behind; null if it does not follow, or did not catch up within the deadline. */
  readonly lagMs: number | null;
  /** Bytes of log that the other region keeps for this one; null without a slot. */
  readonly slotBytes: number | null;
  readonly tablesMissing: readonly string[];
}

const lagDeadlineMs = 10_000;

const statusLine = ({ database, lagMs, slotBytes: bytes, tablesMissing }: DatabaseStatus): string =>
  [
    database.padEnd(16),
    lagMs === null ? `more than ${lagDeadlineMs} ms behind` : `${Math.round(lagMs)} ms behind`,
    bytes === null ? 'no slot' : `${Math.round(bytes / 1_024)} kB of log kept for it`,
    ...(tablesMissing.length > 0 ? [`not copied: ${tablesMissing.join(', ')}`] : []),
  ].join('  ');

/** @returns whether every database follows, is complete, and is not far behind. */
export async function runStatus(options: RegionOptions): Promise<boolean> {
  const databases = await withPairs(await databasePairs(options.from), async (open) => {
    const found: DatabaseStatus[] = [];
    for (const one of open) {
      const bytes = await slotBytes(one.source, one.name);
      const lagMs = bytes === null ? null : await measureLag(one, lagDeadlineMs);
      const tablesMissing = await unpublishedTables(one);
      found.push({ database: one.name, lagMs, slotBytes: bytes, tablesMissing });
    }
    return found;
  });
  printResult(options, { databases }, `${databases.map(statusLine).join('\n')}\n`);
  return databases.every(
    ({ lagMs, tablesMissing }) => lagMs !== null && tablesMissing.length === 0,
  );
}

/** @throws CommandError for a wrong name, which would otherwise be found when the roles have changed. */
async function demandDestination(destination: Destination | null): Promise<void> {
  if (destination !== null) await demandServer(destination.haproxy, destination.server);
}

const direct = (destination: Destination | null) => async (): Promise<void> => {
  if (destination !== null) await directConnections(destination.haproxy, destination.server);
};

/** What the operator has to do, so that the connections stay here. */
const rememberText = (destination: Destination | null): string =>
  destination === null
    ? ''
    : `HAProxy forgets this when it starts again: set DATABASE_ACTIVE=${destination.server} in its environment.\n`;

export async function runCutOver(options: RegionOptions & DirectOptions): Promise<void> {
  const destination = destinationOf(options);
  const pairs = await databasePairs(options.from);
  await demandDestination(destination);
  const result = await withPairs(pairs, (open) => cutOver(open, direct(destination)));
  const refused = Math.round(result.refusedMs);
  const text = `This region accepts writes, and the other one follows. Writes were refused for ${refused} ms.\n`;
  printResult(options, result, text + rememberText(destination));
}

export async function runTakeOver(options: DirectOptions): Promise<void> {
  const destination = destinationOf(options);
  await demandDestination(destination);
  const changed = await withDatabases(await ownDatabases(), takeOver);
  await direct(destination)().catch((cause: unknown) => {
    throw new CommandError(
      `This region accepts writes, and the connections were not sent here (${messageOf(cause)}). Call the command again: it changes no database that accepts writes.`,
      undefined,
      { cause },
    );
  });
  const text = changed
    ? 'This region accepts writes. What had not arrived from the other one is lost.\n'
    : 'This region accepts writes already, and follows no other one. Nothing was changed.\n';
  printResult(options, { isOpen: true, changed }, text + rememberText(destination));
}
