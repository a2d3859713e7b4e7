import { type Progress, progressOf } from '../program/progress';
import {
  type ColumnMap,
  checkRequired,
  type Field,
  type FieldReader,
  fieldReaders,
} from './columns';
import type { Refusal } from './line';
import type { RefusedRows } from './refused';
import type { OpenRooms } from './rooms';
import { readRows, type SourceFile, type SourceRow } from './source';

/** The input of an import. */
export interface ImportJob {
  readonly rooms: OpenRooms;
  readonly files: readonly SourceFile[];
  readonly map: ColumnMap;
  /** Whether the day is first in dates with slashes, and not the month. */
  readonly isDayFirst?: boolean;
  /** ISO 4217 code for all prices. */
  readonly currency: string;
  readonly refused: RefusedRows;
  /** Aborted when the command is stopped. */
  readonly signal: AbortSignal;
}

/** Counts for the summary, in the order shown. */
export type Counts = (readonly [what: string, count: number])[];

interface Pass {
  readonly job: ImportJob;
  readonly title: string;
  /** Whether an earlier pass has rejected the malformed rows. */
  readonly isRepeated?: true;
  /** Takes a well-formed row. @returns why it is rejected; null if it is not. */
  readonly onRow: (row: SourceRow, field: FieldReader) => Refusal | null;
  /** Called between chunks of a file, to write batches so that memory does not grow. */
  readonly onPiece: () => Promise<void>;
}

/** The first well-formed rows of a file; none if it has no such row. */
async function firstRows(file: SourceFile): Promise<SourceRow[]> {
  for await (const rows of readRows(file, () => undefined)) {
    const first = rows.filter(({ isMalformed }) => !isMalformed);
    if (first.length > 0) return first;
  }
  return [];
}

/**
 * Reads the first rows of each file, before anything is opened or written.
 * @throws Error if one cannot be imported: it is empty, has another format, or lacks a column; and if
 * `--map` names a column that none of them has.
 */
export async function checkFiles(
  { files, map }: Pick<ImportJob, 'files' | 'map'>,
  required: readonly Field[],
): Promise<void> {
  const absent = new Set(map.keys());
  let areAllKnown = true;
  for (const file of files) {
    const first = await firstRows(file);
    checkRequired(first, map, required);
    for (const { columns } of first) for (const column of columns) absent.delete(column);
    // A row of JSON Lines has columns of its own, and a later one may have more.
    const isCsv = first.length > 0 && first.every(({ columns }) => columns === first[0]?.columns);
    areAllKnown &&= isCsv;
  }
  if (absent.size === 0 || !areAllKnown) return;
  const names = [...absent].join(', ');
  throw new Error(`No file has a column ${names}, which --map names. Write it as in the heading.`);
}

/** Why a row is rejected; null if it is not. */
function refusalOf(
  { isRepeated, onRow }: Pass,
  row: SourceRow,
  field: FieldReader | null,
): Refusal | null {
  if (field !== null) return onRow(row, field);
  return isRepeated ? null : 'malformed_row';
}

/** Reads all files once, from the first row to the last. @returns the number of rows. */
export async function readAll(pass: Pass): Promise<number> {
  const { job, title, onPiece } = pass;
  const total = job.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const progress: Progress = progressOf(title, total);
  const readerOf = fieldReaders(job.map, job.isDayFirst);
  let [bytes, lines] = [0, 0];
  try {
    for (const file of job.files) {
      const pieces = readRows(file, (count) => {
        bytes += count;
      });
      for await (const rows of pieces) {
        for (const row of rows) {
          lines += 1;
          const refusal = refusalOf(pass, row, readerOf(row));
          if (refusal !== null) job.refused.refuse(row, refusal);
        }
        job.signal.throwIfAborted();
        await onPiece();
        await job.refused.drained();
        progress.advance(bytes, `${lines.toLocaleString('en')} lines`);
      }
    }
    return lines;
  } finally {
    progress.end();
  }
}
