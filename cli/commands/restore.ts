import { Option } from '@commander-js/extra-typings';
import { countUpTo } from '../program/arguments';
import { newCommand } from '../program/new-command';
import { withLifecycle } from '../program/with-lifecycle';
import { targetOf } from '../restore/options';

/** PostgreSQL counts timelines in 32 bits. */
const timelineMax = 4_294_967_295;

/** @throws UsageError that says what was expected. */
function moment(text: string): string {
  targetOf(text);
  return text;
}

/** It takes the cluster that was restored last, and restores none. */
const switchOption = () =>
  new Option(
    '--switch',
    'puts the restored cluster into place, whatever else the comparison found',
  ).conflicts(['rehearse', 'to', 'set', 'timeline']);

export const restoreCommand = () =>
  newCommand('restore', {
    summary: 'Restore the databases to a moment, compare them, and put them into place',
    description: [
      'Restores a backup and the archived log into a new cluster beside the current one, migrates it, and compares orders, stock and payments like the command verify. If everything agrees it takes the place of the current cluster, which is kept in the data folder. The shop must be stopped, unless it is a rehearsal; and once it has run again, the restored cluster lacks what it wrote, and is no longer put into place.',
      'Without --to it fails if archived log is left that could not be replayed: it names the damaged segment, the moment at which recovery ended, and what is lost. A damaged backup is passed over for the newest whole one.',
      'After a restore into the past, the payment provider knows orders that the databases do not: nothing is put into place, and the differences are printed. Give the money of such orders back with reconcile --restored, and call restore --switch, which refuses while some is left. A later moment of the history that was left may then be on another timeline than the current one: name it with --timeline.',
      'With --rehearse, every table and every B-tree index of the copy is read, too, by the extension amcheck of PostgreSQL: it finds damage inside that no checksum shows.',
      'Only one backup, restore or switch of a data folder runs at a time.',
      'Only the embedded PostgreSQL is restored. For another one, docs/runbooks/restore.md has the commands of pgBackRest.',
    ],
    examples: [
      ['', 'restores everything that is in the archive'],
      ['--to 2026-11-26T18:00:00Z', 'restores the state of that time'],
      ['--to before-upgrade', 'restores a moment that `backup mark` named'],
      ['--rehearse --without-ledger', 'shows on a busy shop that its backups can be restored'],
      ['--switch', 'puts the cluster that was restored last into place'],
      ['--back', 'returns to the cluster that the last switch replaced'],
    ],
    json: '{ backup, passedOver, timeline, restoredTo, lastCommitAt, gap, disagreements, damages, isInPlace, keptIn, serverSeconds, seconds }; serverSeconds until the cluster accepts writes; gap is null, or { segment, reason, endedAt, segments, bytes, newestAt } of log that was not replayed; damages are those of a rehearsal',
    exitCodes: {
      1: 'failed; or something disagrees or log was not replayed, and nothing was put into place',
    },
  })
    .option(
      '--to <moment>',
      'a time with its zone, the name of a restore point, the id of a transaction, or latest',
      moment,
      'latest',
    )
    .option('--set <backup>', 'the backup to begin with (see backup list), also a damaged one')
    .option(
      '--timeline <number>',
      'the history to follow, where an earlier restore has left one',
      countUpTo(timelineMax),
    )
    .option('--accept-gap', 'loses archived log that cannot be replayed')
    .option(
      '--accept-open-payments',
      'with --switch: although the provider has money of missing orders',
    )
    .addOption(switchOption())
    .addOption(
      new Option('--back', 'puts the former cluster back into place').conflicts([
        'switch',
        'rehearse',
        'to',
        'set',
        'timeline',
        'acceptGap',
        'acceptOpenPayments',
      ]),
    )
    .option('--rehearse', 'only shows that it works: puts nothing into place, and deletes it again')
    .option('--without-ledger', 'does not compare payments')
    .action((options) =>
      withLifecycle(options, async (lifecycle) => {
        const { runRestore } = await import('../restore/run.js');
        return runRestore(options, lifecycle);
      }),
    );
