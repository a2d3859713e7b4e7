import { withDatabases, withPairs } from '../../platform/database/region/connect';
import { cutOver, takeOver } from '../../platform/database/region/cut-over';
import { follow, unpublishedTables } from '../../platform/database/region/follow';
import { measureLag, slotBytes } from '../../platform/database/region/lag';
import { CommandError } from '../program/exit-codes';
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
  readonly server: string;
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

const direct =
  ({ haproxy, server }: DirectOptions) =>
  async (): Promise<void> => {
    if (haproxy !== undefined) await directConnections(haproxy, server);
  };

/** What the operator has to do, so that the connections stay here. */
const rememberText = ({ haproxy, server }: DirectOptions): string =>
  haproxy === undefined
    ? ''
    : `HAProxy forgets this when it starts again: set DATABASE_ACTIVE=${server} in its environment.\n`;

export async function runCutOver(options: RegionOptions & DirectOptions): Promise<void> {
  const { from, haproxy, server } = options;
  const pairs = await databasePairs(from);
  // A wrong name would otherwise be found when both regions have changed their roles.
  if (haproxy !== undefined) await demandServer(haproxy, server);
  const result = await withPairs(pairs, (open) => cutOver(open, direct(options)));
  const refused = Math.round(result.refusedMs);
  const text = `This region accepts writes, and the other one follows. Writes were refused for ${refused} ms.\n`;
  printResult(options, result, text + rememberText(options));
}

export async function runTakeOver(options: DirectOptions): Promise<void> {
  const { haproxy, server } = options;
  if (haproxy !== undefined) await demandServer(haproxy, server);
  const changed = await withDatabases(await ownDatabases(), takeOver);
  await direct(options)().catch((cause: unknown) => {
    throw new CommandError(
      `This region accepts writes, and the connections were not sent here (${messageOf(cause)}). Call the command again: it changes no database that accepts writes.`,
      undefined,
      { cause },
    );
  });
  const text = changed
    ? 'This region accepts writes. What had not arrived from the other one is lost.\n'
    : 'This region accepts writes already, and follows no other one. Nothing was changed.\n';
  printResult(options, { isOpen: true, changed }, text + rememberText(options));
}
