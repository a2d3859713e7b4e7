import type { Lifecycle } from '../../platform/process/lifecycle';
import { counted } from '../../platform/values/counted';
import { median } from '../../platform/values/median';
import {
  type MovedShard,
  type MoveOverview,
  moveRange,
  overviewOf,
  type ShardRange,
  withSides,
} from '../../subgraphs/orders/store/moving';
import { CommandError, UsageError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { progressOf } from '../program/progress';
import { printResult } from '../program/results';
import { withOwnedDatabases } from './databases';

export interface MoveOptions extends JsonOption, ShardRange {
  /** The database that gets the shards, as in `shard status`. */
  readonly database: string;
}

/** The current shard is moved to its end, and old rows are deleted. */
const stopDeadlineMs = 60_000;

const rangeText = ({ from, to }: ShardRange): string => (from === to ? `${from}` : `${from}-${to}`);

function statusLine(one: MoveOverview): string {
  const { database, ranges, orders, stopped, leftBehind, isConfiguredOtherwise } = one;
  return [
    database.padEnd(10),
    ranges.length === 0 ? 'no shard' : `shards ${ranges.map(rangeText).join(', ')}`,
    orders === null ? 'orders not counted yet' : `about ${counted(orders, 'order')}`,
    ...(stopped.length > 0 ? [`writes refused: ${stopped.join(', ')}`] : []),
    ...(leftBehind.length > 0 ? [`old rows of ${counted(leftBehind.length, 'shard')}`] : []),
    ...(isConfiguredOtherwise ? ['database.orders.shards says otherwise'] : []),
  ].join('  ');
}

/** @returns whether no shard is stopped, and no old row is left. */
export async function runStatus(options: JsonOption): Promise<boolean> {
  const databases = await withOwnedDatabases((owned) => overviewOf(owned.databases));
  printResult(options, { databases }, `${databases.map(statusLine).join('\n')}\n`);
  return databases.every((one) => one.stopped.length + one.leftBehind.length === 0);
}

export interface MoveResult {
  readonly moved: number;
  readonly orders: number;
  /** How long writes of a shard were refused; null if none was moved. */
  readonly stoppedMsMedian: number | null;
  readonly stoppedMsMax: number | null;
}

function resultOf(moved: readonly MovedShard[]): MoveResult {
  const stopped = moved.map(({ stoppedMs }) => Math.round(stoppedMs));
  return {
    moved: moved.length,
    orders: moved.reduce((sum, { orders }) => sum + orders, 0),
    stoppedMsMedian: stopped.length === 0 ? null : median(stopped),
    stoppedMsMax: stopped.length === 0 ? null : Math.max(...stopped),
  };
}

const resultText = ({ moved, orders, ...stopped }: MoveResult, database: string): string =>
  moved === 0
    ? `${database} has these shards already. Nothing was changed.\n`
    : `Moved ${counted(moved, 'shard')} with ${counted(orders, 'order')} to ${database}. Writes of a shard were refused for ${stopped.stoppedMsMedian} ms (median), at most ${stopped.stoppedMsMax} ms.\n`;

async function move(options: MoveOptions, signal: AbortSignal): Promise<void> {
  const { database, from, to } = options;
  const moved: MovedShard[] = [];
  const progress = progressOf('Moving', to - from + 1);
  await withOwnedDatabases(({ databases, keys }) =>
    withSides(databases, keys(), async (sides) => {
      const target = sides.find(({ name }) => name === database);
      if (target === undefined) {
        const known = sides.map(({ name }) => name).join(', ');
        throw new UsageError(`There is no database ${database}. Expected one of ${known}.`);
      }
      const onMoved = (shard: number, one: MovedShard) => {
        moved.push(one);
        progress.advance(shard - from + 1, `shard ${shard}`);
      };
      await moveRange({ sides, target, from, to, signal, onMoved });
    }),
  ).finally(() => progress.end());
  const result = resultOf(moved);
  if (signal.aborted) {
    const text = `Interrupted after ${counted(result.moved, 'shard')}. Call the command again for the rest.\n`;
    printResult(options, result, text);
    // The signal ends the process, and this makes its exit code 1.
    throw new CommandError(text);
  }
  printResult(options, result, resultText(result, database));
}

/** Moves shards. A signal ends it after the current one. */
export async function runMove(options: MoveOptions, lifecycle: Lifecycle): Promise<void> {
  if (options.from > options.to) throw new UsageError('--from must not be above --to.');
  const ending = new AbortController();
  const running = move(options, ending.signal);
  lifecycle.onStop('move', stopDeadlineMs, async () => {
    ending.abort();
    await Promise.allSettled([running]);
  });
  await running;
}
