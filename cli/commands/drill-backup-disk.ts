import { cannotRun } from '../drill/exit-codes';
import { newCommand } from '../program/new-command';
import { drillAction } from './drill-action';

export const backupDiskDrill = () =>
  newCommand('backup-disk', {
    summary: 'Fill the disk of the backups under load, which must stop no order',
    description: [
      'Starts a shop whose backups have a small file system of their own, in a temporary folder. While buyers place orders it fills that disk, types backup, backup verify and backup list, and frees the disk. The shop of this folder is not touched.',
      'Meets its figures if every exit code and sentence is right, database_archiving_failing_seconds shows it, orders continue, the log is archived again within 90 s, no acknowledged order is lost, and verify finds nothing. Needs pgBackRest and root (unshare --mount).',
    ],
    examples: [['', 'prints what was broken, detected, recovered and lost']],
    json: '{ drill, faults, acknowledged, lost, violations, verify, figures }, or { drill, skipped }',
    exitCodes: { 0: 'the figures were met', 1: 'they were not met, or it failed', ...cannotRun },
  }).action(
    drillAction(async (options) => {
      const { runDrill } = await import('../drill/backup-disk.js');
      await runDrill(options);
    }),
  );
