import { loaded } from '../program/loaded';
import { newCommand, newGroup } from '../program/new-command';
import { toItsEnd, withLifecycle } from '../program/with-lifecycle';

const from = ['--from <folder>', 'folder with the config.yaml of the other region'] as const;
const haproxy = [
  '--haproxy <socket>',
  'socket of the HAProxy before both regions, with --server',
] as const;
const server = ['--server <name>', 'the server of this region there, such as second'] as const;
const example = '--from /etc/orderprocessing/first';
const directed = '--haproxy /run/haproxy/regions.sock --server second';
/** The last writes arrive within 10 s, and each statement ends within a minute. */
const moveDeadlineMs = 120_000;
const moveNote =
  'Writes may be refused in both regions: the move is completed or taken back first.';

const followCommand = () =>
  newCommand('follow', {
    summary: 'Copy the databases of another region, and follow its changes',
    description: [
      'Publishes all tables of the other region, copies their rows into the empty databases of this one, and streams every change by logical replication. The databases of this region refuse writes from the start of the copy on, and their open sessions are ended. If it fails, or after a migration that adds a table, call it again.',
      'The databases must exist and be migrated in both regions, with wal_level = logical and a limit in max_slot_wal_keep_size.',
    ],
    examples: [[example, 'ends when all rows are copied']],
    json: '{ databases }',
  })
    .requiredOption(...from)
    .action(loaded(async () => (await import('../region/run.js')).runFollow));

const statusCommand = () =>
  newCommand('status', {
    summary: 'Show how far this region is behind the other one',
    description: [
      'Writes a mark into each database of the other region and waits until it is here. Prints the log that the other region keeps for this one, and tables that are not copied.',
    ],
    examples: [[example, 'prints a line for each database']],
    json: '{ databases: [{ database, lagMs, slotBytes, tablesMissing }] }',
    exitCodes: { 1: 'a database does not follow, or is incomplete' },
  })
    .requiredOption(...from)
    .action(loaded(async () => (await import('../region/run.js')).runStatus));

const cutOverCommand = () =>
  newCommand('cut-over', {
    summary: 'Move all writes from the other region to this one',
    description: [
      'Refuses writes in the other region, waits for the last ones, copies the sequences, and accepts writes here; the other region follows from then on. Reads continue throughout. If the last writes do not arrive within 10 s, the other region accepts writes as before. Ctrl-C waits for one or the other.',
      'The way back is the same command in the other region, with its own --server.',
    ],
    examples: [
      [`${example} ${directed}`, 'sends the connections of HAProxy to this region, too'],
      [example, 'moves the databases alone'],
    ],
    json: '{ refusedMs }',
  })
    .requiredOption(...from)
    .option(...haproxy)
    .option(...server)
    .action((options) =>
      withLifecycle(options, async (lifecycle) => {
        const { runCutOver } = await import('../region/run.js');
        await toItsEnd(lifecycle, moveDeadlineMs, moveNote, () => runCutOver(options));
      }),
    );

const takeOverCommand = () =>
  newCommand('take-over', {
    summary: 'Accept writes in this region, because the other one is lost',
    description: [
      'Stops following, skips numbers that the other region may have given out, and accepts writes. What had not arrived is lost. The other region must not accept writes again: its databases are copied again from this one.',
    ],
    examples: [[directed, 'sends the connections of HAProxy to this region, too']],
    json: '{ isOpen, changed }',
  })
    .option(...haproxy)
    .option(...server)
    .action(loaded(async () => (await import('../region/run.js')).runTakeOver));

export const regionCommand = () =>
  newGroup('region', 'Run a second region that follows the databases of the first', [
    followCommand(),
    statusCommand(),
    cutOverCommand(),
    takeOverCommand(),
  ]);
