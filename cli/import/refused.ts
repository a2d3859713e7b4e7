import { createWriteStream, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { isAlive } from '../../platform/process/process-table';
import { maskCardNumbers } from '../../platform/values/card-number';
import { quotedCell } from '../../platform/values/csv';
import type { Refusal } from './line';
import type { SourceRow } from './source';
import { neutralCell } from './spreadsheet-cell';

/** Rejected rows: a count by reason, and a file with all of them. */
export interface RefusedRows {
  readonly counts: ReadonlyMap<Refusal, number>;
  /** The file that has them once it is closed. */
  readonly path: string;
  refuse(row: SourceRow, reason: Refusal): void;
  /** Resolves when the write buffer has room again. */
  drained(): Promise<void>;
  /** Renames the complete file to its final name. */
  close(): Promise<void>;
}

/** The rows contain personal data. */
const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;

/** Article numbers (GTIN), some of which look like card numbers of 13 digits. */
const articleNumber = /^\d{13,14}$/;

const csvField = (text: string): string =>
  quotedCell(neutralCell(articleNumber.test(text) ? text : maskCardNumbers(text)));

const draftEnd = '.part';

/** Deletes the rows of imports that were killed: nobody reads them, and they contain personal data. */
function deleteAbandoned(whole: string): void {
  const { dir, base } = path.parse(whole);
  for (const name of readdirSync(dir)) {
    if (!name.startsWith(`${base}.`) || !name.endsWith(draftEnd)) continue;
    const pid = Number.parseInt(name.slice(base.length + 1), 10);
    if (!isAlive(pid)) rmSync(path.join(dir, name), { force: true });
  }
}

/** @throws Error if the file cannot be written. */
export function refusedRows(file: string): RefusedRows {
  const counts = new Map<Refusal, number>();
  const whole = path.resolve(file);
  const draft = `${whole}.${process.pid}${draftEnd}`;
  const { dir, name, ext } = path.parse(whole);
  mkdirSync(dir, { recursive: true, mode: ownerOnlyFolder });
  deleteAbandoned(whole);
  // An existing file would keep its mode.
  rmSync(draft, { force: true });
  const inodeOf = () => statSync(whole, { throwIfNoEntry: false })?.ino;
  const inodeBefore = inodeOf();
  let target = whole;
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

  /** The columns of the first rejected row; further columns of a row are appended. */
  const valuesOf = (row: SourceRow): string[] => {
    if (row.columns === columns) return [...row.values];
    const own = new Map(row.columns.map((name, index) => [name, row.values[index] ?? '']));
    const shared = (columns ?? []).map((name) => own.get(name) ?? '');
    const others = [...own].filter(([name]) => !columns?.includes(name));
    return [...shared, ...others.map(([name, value]) => `${name}=${value}`)];
  };

  return {
    counts,
    get path() {
      return target;
    },
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
      // The rows of an import that has ended in the meantime stay.
      if (inodeOf() !== inodeBefore) target = path.join(dir, `${name}-${process.pid}${ext}`);
      renameSync(draft, target);
    },
  };
}
