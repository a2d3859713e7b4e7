import { z } from 'zod';
import { msPerSecond } from '../values/time';
import type { BackupLog } from './backup-list';
import { parseLsn, segmentBytesOf, segmentNumber, timelineOf } from './log-positions';
import { type PgBackRest, type PgBackRestCall, runPgBackRest } from './pgbackrest';

export interface ArchivedSegment {
  readonly name: string;
  readonly timeline: number;
  readonly number: number;
  readonly archivedAt: Date;
  /** SHA-1 of its bytes when it was archived, in hexadecimal. */
  readonly checksum: string;
}

/** The end of a timeline, where the next one of a history begins. */
export interface Fork {
  readonly timeline: number;
  readonly endsAt: bigint;
  /** The reason in PostgreSQL's words: `before 2026-11-29 01:05:07.162+00`. */
  readonly reason: string;
}

/** The first timeline of a cluster, or one that a restore began. */
export interface Timeline {
  readonly id: number;
  /** The forks that led to this timeline, the oldest first. */
  readonly forks: readonly Fork[];
  /** When its first log was archived; null for the first timeline. */
  readonly startedAt: Date | null;
}

/** The archived log of a cluster. */
export interface LogArchive {
  readonly segmentBytes: number;
  /** The segments in the order of their names. */
  readonly segments: readonly ArchivedSegment[];
  /** The timelines in the order in which they began. */
  readonly timelines: readonly Timeline[];
}

const listSchema = z.record(z.string(), z.object({ time: z.number().optional() }));
const segmentFile = /^[0-9A-F]{16}\/([0-9A-F]{24})-([0-9a-f]{40})/;
const historyFile = /^([0-9A-F]{8})\.history$/;

/** Parses a history file. Each line has a timeline, where it ends, and why. */
export function parseHistory(text: string): Fork[] {
  return text.split('\n').flatMap((line) => {
    const [, timeline, lsn, reason = ''] = /^(\d+)\t([\dA-F]+\/[\dA-F]+)\t(.*)$/i.exec(line) ?? [];
    if (timeline === undefined || lsn === undefined) return [];
    return [{ timeline: Number(timeline), endsAt: parseLsn(lsn), reason }];
  });
}

const at = (seconds = 0): Date => new Date(seconds * msPerSecond);

function readSegments(list: z.output<typeof listSchema>, segmentBytes: number): ArchivedSegment[] {
  return Object.entries(list)
    .flatMap(([path, { time }]) => {
      const [, name, checksum] = segmentFile.exec(path) ?? [];
      if (name === undefined || checksum === undefined) return [];
      const number = segmentNumber(name, segmentBytes);
      return [{ name, timeline: timelineOf(name), number, archivedAt: at(time), checksum }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Lists the archived log of the cluster of a backup. */
export async function readLogArchive(
  pgBackRest: PgBackRest,
  { archiveId, startSegment, startLsn }: BackupLog,
  call: PgBackRestCall,
): Promise<LogArchive> {
  const folder = `archive/${pgBackRest.stanza}/${archiveId}`;
  const args = ['--recurse', '--output=json'];
  const text = await runPgBackRest(pgBackRest, 'repo-ls', args, { ...call, operands: [folder] });
  const list = listSchema.parse(JSON.parse(text));
  const segmentBytes = segmentBytesOf(startSegment, startLsn);
  const segments = readSegments(list, segmentBytes);
  const timelines: Timeline[] = [];
  for (const [path, { time }] of Object.entries(list)) {
    const id = Number.parseInt(historyFile.exec(path)?.[1] ?? '', 16);
    if (Number.isNaN(id)) continue;
    const operands = [`${folder}/${path}`];
    const history = await runPgBackRest(pgBackRest, 'repo-get', [], { ...call, operands });
    timelines.push({ id, forks: parseHistory(history), startedAt: at(time) });
  }
  for (const { timeline } of segments) {
    if (timelines.some(({ id }) => id === timeline)) continue;
    timelines.push({ id: timeline, forks: [], startedAt: null });
  }
  return { segmentBytes, segments, timelines: timelines.sort((a, b) => a.id - b.id) };
}
