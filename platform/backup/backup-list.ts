import { z } from 'zod';
import { msPerSecond } from '../values/time';
import { type PgBackRest, type PgBackRestCall, runPgBackRest } from './pgbackrest';

export const backupTypes = ['full', 'diff', 'incr'] as const;
export type BackupType = (typeof backupTypes)[number];

/** A backup in the repository. */
export interface Backup {
  /** As pgBackRest calls it, e.g. `20261126-181500F`. */
  readonly label: string;
  readonly type: BackupType;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Of the whole cluster, uncompressed. */
  readonly bytes: number;
  /** What this backup added to the repository. */
  readonly repositoryBytes: number;
  /** The first transaction that began after it; null if that is not recorded. */
  readonly nextXid: bigint | null;
  /** Pages of the databases had wrong checksums while it was made. */
  readonly isDamaged: boolean;
  /** These pages, in words; null if it is whole, or they were not recorded. */
  readonly damage: string | null;
}

/** Written by `annotate` when a backup has ended. */
export const nextXidAnnotation = 'next-xid';
export const damageAnnotation = 'damaged-pages';

const infoSchema = z.array(
  z.object({
    status: z.object({ message: z.string() }),
    backup: z
      .array(
        z.object({
          label: z.string(),
          type: z.enum(backupTypes),
          timestamp: z.object({ start: z.number(), stop: z.number() }),
          info: z.object({ size: z.number(), repository: z.object({ delta: z.number() }) }),
          annotation: z.record(z.string(), z.string()).optional(),
          // Null in backups of pgBackRest before 2.36.
          error: z.boolean().nullish(),
        }),
      )
      .default([]),
  }),
);

const at = (seconds: number): Date => new Date(seconds * msPerSecond);

/** The backups that `pgbackrest info` prints as JSON, oldest first. */
export function parseBackups(info: string): Backup[] {
  return infoSchema.parse(JSON.parse(info)).flatMap(({ backup }) =>
    backup.map(({ label, type, timestamp, info: sizes, annotation, error }) => {
      const xid = annotation?.[nextXidAnnotation];
      return {
        label,
        type,
        startedAt: at(timestamp.start),
        endedAt: at(timestamp.stop),
        bytes: sizes.size,
        repositoryBytes: sizes.repository.delta,
        nextXid: xid === undefined ? null : BigInt(xid),
        isDamaged: error === true,
        damage: annotation?.[damageAnnotation] ?? null,
      };
    }),
  );
}

export async function listBackups(pgBackRest: PgBackRest, call: PgBackRestCall): Promise<Backup[]> {
  return parseBackups(await runPgBackRest(pgBackRest, 'info', ['--output=json'], call));
}
