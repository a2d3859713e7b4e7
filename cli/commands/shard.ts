import { InvalidArgumentError } from '@commander-js/extra-typings';
import { loaded } from '../program/loaded';
import { newCommand, newGroup } from '../program/new-command';
import { withLifecycle } from '../program/with-lifecycle';

const lastShard = 4_095;

/** A number of a shard. */
function shardNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= lastShard) return value;
  throw new InvalidArgumentError(`Expected a whole number from 0 to ${lastShard}.`);
}

const needsShards =
  'Needs database.orders.shards, with the ownerUrl of each database if the shop has another role.';

const statusCommand = () =>
  newCommand('status', {
    summary: 'Show which database has which shards of orders',
    description: [
      'Prints the shards of each database as the databases themselves say, which counts more than config.yaml once shards have moved; shards whose writes are refused, because a command moves them or was killed; and old rows that are not deleted yet.',
      needsShards,
    ],
    examples: [['', 'prints a line for each database']],
    json: '{ databases: [{ database, ranges: [{ from, to }], orders, stopped, leftBehind, isConfiguredOtherwise }] }',
    exitCodes: { 1: 'a shard is stopped or has old rows: call shard move again' },
  }).action(loaded(async () => (await import('../shard/run.js')).runStatus));

const moveCommand = () =>
  newCommand('move', {
    summary: 'Move a range of shards of orders to another database, while the shop sells',
    description: [
      'Moves one shard after the other: refuses its writes, waits for its events, copies its orders, webhooks and keys, and switches. Only the buyers of that shard wait, for a fraction of a second, and get SERVICE_UNAVAILABLE with Retry-After. The processes of the shop notice by themselves. Old rows are deleted 10 s later.',
      'It may be interrupted or killed, and is called again: it begins with what is left. One command moves at a time, and no order is in two databases for writes at any moment.',
      needsShards,
    ],
    examples: [
      ['--from 2048 --to 4095 --database orders-2', 'gives half of the shards to the second one'],
      ['--from 7 --to 7 --database orders', 'brings one shard back'],
    ],
    json: '{ moved, orders, stoppedMsMedian, stoppedMsMax }',
  })
    .requiredOption('--from <shard>', `first shard of the range, 0 to ${lastShard}`, shardNumber)
    .requiredOption('--to <shard>', 'last shard of the range', shardNumber)
    .requiredOption('--database <name>', 'the database that gets them, as in shard status')
    .action((options) =>
      withLifecycle(options, async (lifecycle) => {
        const { runMove } = await import('../shard/run.js');
        await runMove(options, lifecycle);
      }),
    );

export const shardCommand = () =>
  newGroup('shard', 'Move orders between databases', [statusCommand(), moveCommand()]);
