import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { Refusal } from './line';
import type { SourceRow } from './source';
import { neutralCell } from './spreadsheet-cell';

/** Rows that were not taken: a count by reason, and a file of all of them. */
export interface RefusedRows {
  readonly counts: ReadonlyMap<Refusal, number>;
  readonly path: string;
  refuse(row: SourceRow, reason: Refusal): void;
  /** Waits while the disk is behind. */
  drained(): Promise<void>;
  /** The file gets its name only now that it is whole. */
  close(): Promise<void>;
}

const needsQuotes = /[",\r\n]/;
/** The rows are about people. */
const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;

function csvField(text: string): string {
  const cell = neutralCell(text);
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** @throws Error where the file cannot be written. */
export function refusedRows(file: string): RefusedRows {
  const counts = new Map<Refusal, number>();
  const whole = path.resolve(file);
  const draft = `${whole}.part`;
  mkdirSync(path.dirname(whole), { recursive: true, mode: ownerOnlyFolder });
  // A file that is there would keep its mode.
  rmSync(draft, { force: true });
  const stream = createWriteStream(draft, { flags: 'wx', mode: ownerOnly });
  let failure: Error | null = null;
  stream.on('error', (error) => {
    failure = new Error(`${whole} cannot be written: ${error.message}`, { cause: error });
  });
  let columns: readonly string[] | null = null;
  let draining: Promise<unknown> | null = null;

  const write = (values: readonly string[]) => {
    if (stream.write(`${values.map(csvField).join(',')}\n`)) return;
    draining ??= new Promise<void>((resolve) => {
      stream.once('drain', resolve);
      stream.once('close', resolve);
    }).finally(() => {
      draining = null;
    });
  };

  /** The columns are those of the first refused row; others that a row has besides are added. */
  const valuesOf = (row: SourceRow): string[] => {
    if (row.columns === columns) return [...row.values];
    const own = new Map(row.columns.map((name, index) => [name, row.values[index] ?? '']));
    const shared = (columns ?? []).map((name) => own.get(name) ?? '');
    const others = [...own].filter(([name]) => !columns?.includes(name));
    return [...shared, ...others.map(([name, value]) => `${name}=${value}`)];
  };

  return {
    counts,
    path: whole,
    refuse: (row, reason) => {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      if (columns === null) {
        columns = row.columns;
        write(['reason', 'file', 'line', ...columns]);
      }
      write([reason, row.file, String(row.line), ...valuesOf(row)]);
    },
    drained: async () => {
      if (draining !== null) await draining;
      if (failure !== null) throw failure;
    },
    close: async () => {
      if (columns === null) write(['reason', 'file', 'line']);
      stream.end();
      await finished(stream);
      if (failure !== null) throw failure;
      renameSync(draft, whole);
    },
  };
}
