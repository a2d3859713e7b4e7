import { Option } from '@commander-js/extra-typings';
import { backupTypes } from '../../platform/backup/backup-types';
import { needsShop } from '../program/exit-codes';
import { loaded } from '../program/loaded';
import { newCommand } from '../program/new-command';
import { withLifecycle } from '../program/with-lifecycle';

const listCommand = () =>
  newCommand('list', {
    summary: 'List the backups and restore points',
    description: ['The shop need not run.'],
    examples: [['', 'prints a line for each backup, the oldest first']],
    json: '{ backups: [{ label, type, startedAt, endedAt, bytes, repositoryBytes, isDamaged, damage }], restorePoints: [{ name, at }] }',
  }).action(loaded(async () => (await import('../backup/list.js')).printBackups));

const verifyCommand = () =>
  newCommand('verify', {
    summary: 'Check that the log is archived, and every file of the backups',
    description: [
      'If the shop runs, closes a segment of its log and waits until it is in the archive. Then reads every file of the backups and of the archive, and compares it with its checksum, and looks for segments that are missing between the backups and the end of the log. Whether a backup can be restored, and is whole inside, is shown by restore --rehearse alone.',
    ],
    examples: [['', 'prints what it has checked']],
    json: '{ archiving, files, damagedBackups, missingSegments }',
    exitCodes: {
      1: 'the log is not archived, a file or a segment is missing or damaged, or the newest backup is of damaged databases',
    },
  }).action(loaded(async () => (await import('../backup/verify.js')).verifyBackups));

const markCommand = () =>
  newCommand('mark', {
    summary: 'Name the current moment, so that it can be restored',
    description: [
      'Creates a restore point in the log of the databases, and waits until the log up to it is in the archive. The shop must be running, and a backup must have been made.',
    ],
    examples: [['before-upgrade', 'allows `restore --to before-upgrade`']],
    json: '{ name, at }',
    exitCodes: needsShop,
  })
    .argument('<name>', 'letters, digits, dots and hyphens')
    .action(loaded(async () => (await import('../backup/mark.js')).markMoment));

const dumpCommand = () =>
  newCommand('dump', {
    summary: 'Write each database into a file that any PostgreSQL can restore',
    description: [
      'Calls pg_dump, which must be installed, for each database. The files do not depend on a version of PostgreSQL, an operating system or pgBackRest, and pg_restore reads single tables of them. They are not encrypted, and contain neither the passwords and secrets of the data folder nor the log: restore a lost disk from a backup.',
      'Of a shop that is stopped, all databases are of the same moment; the embedded PostgreSQL is started for it. Of a running shop, each database has a moment of its own.',
    ],
    examples: [
      ['/mnt/archive/2026-11', 'writes a file for each database, and dump.json about them'],
    ],
    json: '{ folder, startedAt, endedAt, oneMoment, files: [{ database, file, bytes, sha256 }] }',
  })
    .argument('<folder>', 'is created, or must be empty')
    .action((folder, options) =>
      withLifecycle(options, async (lifecycle) => {
        const { dumpDatabases } = await import('../backup/dump.js');
        await dumpDatabases(lifecycle, folder, options);
      }),
    );

export const backupCommand = () =>
  newCommand('backup', {
    summary: 'Back up the databases, and list, check and mark backups',
    description: [
      'Makes one backup of all databases by pgBackRest, which must be installed. The first one also begins the archive of the log, from which every moment after it can be restored; from then on the shop makes one every 24 hours (backups.fullHours). Backups past backups.retentionDays are deleted.',
      'They are written to backups.folder, by default beside the data folder: in production name a folder on another disk, and set backups.encryptionSecret. The passwords and secrets of the data folder are part of each backup, in plain text without that secret; the ledger of the payment sandbox is not.',
      'A PostgreSQL other than the embedded one needs a pgBackRest that is set up for it, and backups.pgbackrestConfig.',
    ],
    examples: [
      ['', 'makes a full backup'],
      ['--type incr', 'saves what has changed since the last backup'],
      ['list', 'lists the backups'],
    ],
    json: '{ label, type, startedAt, endedAt, bytes, repositoryBytes, encrypted }',
    exitCodes: { ...needsShop, 1: 'failed, or pages of the databases are damaged' },
  })
    .enablePositionalOptions()
    .addOption(
      new Option('--type <type>', 'full, or what has changed since the last full or any backup')
        .choices(backupTypes)
        .default('full' as const),
    )
    .action(loaded(async () => (await import('../backup/run.js')).runBackup))
    .addCommand(listCommand())
    .addCommand(verifyCommand())
    .addCommand(markCommand())
    .addCommand(dumpCommand());
