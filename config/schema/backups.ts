import path from 'node:path';
import { z } from 'zod';
import { count, optionalText, text } from './values';

const hours = () => count(1, 8_760).nullable();

/** Backups of the databases, by pgBackRest. */
export const backupsSchema = z
  .strictObject({
    folder: text
      .optional()
      .describe(
        'folder of the backups of the embedded PostgreSQL, best on another disk; if not set, dataFolder with `-backups`',
      ),
    encryptionSecret: z
      .string()
      .min(16)
      .nullable()
      .default(null)
      .describe('encrypts the backups of the embedded PostgreSQL; without it they are lost'),
    retentionDays: count(1, 9_999)
      .default(30)
      .describe('days that can be restored; older backups are deleted'),
    fullHours: hours()
      .default(24)
      .describe('hours between full backups, once a first one was made; null: none'),
    incrementalHours: hours()
      .default(null)
      .describe('hours between incremental backups in between; null: none'),
    synchronousLog: z
      .boolean()
      .default(false)
      .describe(
        'writes the log of the embedded PostgreSQL to the folder of the backups, too, before a commit succeeds, so that nothing is lost with the data folder; needs pg_receivewal',
      ),
    pgbackrestConfig: optionalText.describe(
      'configuration file of pgBackRest for a PostgreSQL that is not the embedded one',
    ),
    stanza: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .default('orderprocessing')
      .describe('stanza in that file'),
    stateFile: text
      .optional()
      .describe(
        'JSON file with the time of the last backup of each room; if not set, a file in dataFolder',
      ),
  })
  .prefault({});

/** Adds the defaults that depend on the data folder. */
export function withBackupFiles(backups: z.output<typeof backupsSchema>, dataFolder: string) {
  return {
    ...backups,
    folder: backups.folder ?? `${path.resolve(dataFolder)}-backups`,
    stateFile: backups.stateFile ?? path.join(dataFolder, 'backups.json'),
  };
}
