import { newCommand } from '../program/new-command';
import { withLifecycle } from '../program/with-lifecycle';

export const restoreCommand = () =>
  newCommand('restore', {
    summary: 'Restore the databases to a moment, compare them, and put them into place',
    description: [
      'Restores a backup and the archived log into a new cluster beside the current one, migrates it, and compares orders, stock and payments like the command verify. If everything agrees it takes the place of the current cluster, which is kept in the data folder. The shop must not be running then.',
      'After a restore into the past, the payment provider knows orders that the databases do not: nothing is put into place, and the differences are printed. Decide about them, and call restore --switch.',
      'Only the embedded PostgreSQL is restored. For another one, docs/runbooks/restore.md has the commands of pgBackRest.',
    ],
    examples: [
      ['', 'restores everything that is in the archive'],
      ['--to 2026-11-26T18:00:00Z', 'restores the state of that time'],
      ['--to before-upgrade', 'restores a moment that `backup mark` named'],
      ['--rehearse --without-ledger', 'shows on a busy shop that its backups can be restored'],
      ['--switch', 'puts the cluster that was restored last into place'],
    ],
    json: '{ backup, restoredTo, lastCommitAt, disagreements, isInPlace, keptIn, serverSeconds, seconds }; serverSeconds until the cluster accepts writes',
    exitCodes: { 1: 'failed, or something disagrees and nothing was put into place' },
  })
    .option(
      '--to <moment>',
      'a time with its zone, the name of a restore point, the id of a transaction, or latest',
      'latest',
    )
    .option('--switch', 'puts the restored cluster into place, whatever the comparison found')
    .option('--rehearse', 'only shows that it works: puts nothing into place, and deletes it again')
    .option('--without-ledger', 'does not compare payments')
    .action((options) =>
      withLifecycle(options, async (lifecycle) => {
        const { runRestore } = await import('../restore/run.js');
        return runRestore(options, lifecycle);
      }),
    );
