import { z } from 'zod';
import { msPerSecond } from '../values/time';
import { type BackupType, backupTypes } from './backup-types';
import { parseLsn } from './log-positions';
import { type PgBackRest, type PgBackRestCall, runPgBackRest } from './pgbackrest';

/** The position of a backup in the log. */
export interface BackupLog {
  /** The part of the archive that belongs to its cluster, e.g. `17-1`. */
  readonly archiveId: string;
  /** The segment with `startLsn`; its first eight digits are the timeline. */
  readonly startSegment: string;
  readonly startLsn: bigint;
  /** The position after which the log restores a consistent cluster. */
  readonly stopLsn: bigint;
}

/** A backup in the repository. */
export interface Backup {
  /** The label that pgBackRest gives, e.g. `20261126-181500F`. */
  readonly label: string;
  readonly type: BackupType;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** The size of the whole cluster, uncompressed. */
  readonly bytes: number;
  /** The size that this backup added to the repository. */
  readonly repositoryBytes: number;
  /** The first transaction that began after it; null if that is not recorded. */
  readonly nextXid: bigint | null;
  /** Whether pages of the databases had wrong checksums while it was made. */
  readonly isDamaged: boolean;
  /** A description of these pages; null if the backup is intact, or they were not recorded. */
  readonly damage: string | null;
  /** The position in the log; null if its log is not in the archive. */
  readonly log: BackupLog | null;
}

/** The name of an annotation that is added when a backup has ended. */
export const nextXidAnnotation = 'next-xid';
export const damageAnnotation = 'damaged-pages';

const infoSchema = z.array(
  z.object({
    status: z.object({ message: z.string() }),
    archive: z
      .array(z.object({ id: z.string(), database: z.object({ id: z.number() }) }))
      .default([]),
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
          archive: z.object({ start: z.string().nullish() }).optional(),
          database: z.object({ id: z.number() }).optional(),
          lsn: z.object({ start: z.string().nullish(), stop: z.string().nullish() }).optional(),
        }),
      )
      .default([]),
  }),
);

type Stanza = z.output<typeof infoSchema>[number];

function logOf({ archive }: Stanza, backup: Stanza['backup'][number]): BackupLog | null {
  const archiveId = archive.find(({ database }) => database.id === backup.database?.id)?.id;
  const { start, stop } = backup.lsn ?? {};
  const startSegment = backup.archive?.start;
  if (!archiveId || !startSegment || !start || !stop) return null;
  return { archiveId, startSegment, startLsn: parseLsn(start), stopLsn: parseLsn(stop) };
}

const at = (seconds: number): Date => new Date(seconds * msPerSecond);

/** The backups that `pgbackrest info` prints as JSON, oldest first. */
export function parseBackups(info: string): Backup[] {
  return infoSchema.parse(JSON.parse(info)).flatMap((stanza) =>
    stanza.backup.map((backup) => {
      const { label, type, timestamp, info: sizes, annotation, error } = backup;
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
        log: logOf(stanza, backup),
      };
    }),
  );
}

export async function listBackups(pgBackRest: PgBackRest, call: PgBackRestCall): Promise<Backup[]> {
  return parseBackups(await runPgBackRest(pgBackRest, 'info', ['--output=json'], call));
}
