import {
  createReadStream,
  createWriteStream,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { leaveToOwner, makeFolder } from '../../platform/files/make-folder';
import { drained } from '../../platform/process/drained';
import { isAlive } from '../../platform/process/process-table';
import { isDevice } from '../../platform/process/replace-file';
import { maskCardNumbers } from '../../platform/values/card-number';
import { quotedCell } from '../../platform/values/csv';
import { linesIn } from '../../platform/values/lines';
import { messageOf } from '../program/results';
import type { Refusal } from './line';
import { changedAtColumn, type SourceRow } from './source';
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
  /** Deletes what was written, for an import that did not end. */
  discard(): Promise<void>;
}

/** The rows contain personal data. */
const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;

/** Article numbers (GTIN), some of which look like card numbers of 13 digits. */
const articleNumber = /^\d{13,14}$/;

const masked = (text: string): string => (articleNumber.test(text) ? text : maskCardNumbers(text));
const csvField = (text: string): string => quotedCell(neutralCell(text));

/**
 * Columns of the file: each row of JSON Lines may bring others.
 * @exceeded columns of later rows are left out
 * @test cli/import/refused.test.ts
 */
export const refusedColumnsMax = 1_000;

const draftEnd = '.part';

/** A row of the draft: how many columns were known, and its cells. */
type DraftRow = readonly [columns: number, cells: readonly string[]];

/** The rows under a heading with all columns, which is known at the end only. */
async function* csvOf(
  draft: string,
  columns: readonly string[],
  separator: string,
): AsyncGenerator<string> {
  const heading = ['reason', 'file', 'line', changedAtColumn, ...columns.map(masked)];
  yield `${heading.map(csvField).join(separator)}\n`;
  for await (const line of linesIn(createReadStream(draft, 'utf8'))) {
    const [known, cells] = JSON.parse(line) as DraftRow;
    const empty = Array<string>(columns.length - known).fill('');
    yield `${[...cells, ...empty].map(csvField).join(separator)}\n`;
  }
}

/** Deletes the rows of imports that were killed: nobody reads them, and they contain personal data. */
function deleteAbandoned(whole: string): void {
  const { dir, base } = path.parse(whole);
  for (const name of readdirSync(dir)) {
    if (!name.startsWith(`${base}.`) || !name.endsWith(draftEnd)) continue;
    const pid = Number.parseInt(name.slice(base.length + 1), 10);
    if (!isAlive(pid)) rmSync(path.join(dir, name), { force: true });
  }
}

/** It is opened at once: otherwise a file that cannot be written would be found after the import. */
function openNew(draft: string, whole: string): number {
  try {
    return openSync(draft, 'wx', ownerOnly);
  } catch (error) {
    // Nobody knows the name of the draft.
    throw Object.assign(error as Error, { path: whole });
  }
}

/** @throws Error if the file cannot be written. */
export function refusedRows(file: string): RefusedRows {
  const counts = new Map<Refusal, number>();
  const whole = path.resolve(file);
  // The file gets its name when everything is imported, and its rows would be lost then.
  if (isDevice(whole) || statSync(whole, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`${whole} is a folder or a device. Name a file with --refused.`);
  }
  const draft = `${whole}.${process.pid}${draftEnd}`;
  const { dir, name, ext } = path.parse(whole);
  makeFolder(dir, ownerOnlyFolder);
  deleteAbandoned(whole);
  const csv = `${whole}.${process.pid}.csv${draftEnd}`;
  // An existing file would keep its mode.
  for (const each of [draft, csv]) rmSync(each, { force: true });
  const inodeOf = () => statSync(whole, { throwIfNoEntry: false })?.ino;
  const inodeBefore = inodeOf();
  let target = whole;
  const stream = createWriteStream(draft, { fd: openNew(draft, whole) });
  let failure: Error | null = null;
  stream.on('error', (error) => {
    failure = new Error(`${whole} cannot be written. ${messageOf(error)}`, { cause: error });
  });
  let columns: readonly string[] = [];
  /** A semicolon if the comma may be the decimal sign, so that numbers are read again as they were. */
  let separator = ',';
  let draining: Promise<unknown> | null = null;

  const write = (row: DraftRow) => {
    if (stream.write(`${JSON.stringify(row)}\n`)) return;
    draining ??= drained(stream).finally(() => {
      draining = null;
    });
  };

  /** The values in the columns of the file; further columns of the row are added to it. */
  const valuesOf = (row: SourceRow): readonly string[] => {
    if (counts.size === 0) columns = row.columns;
    if (row.columns === columns) return row.values;
    const own = new Map(row.columns.map((name, index) => [name, row.values[index] ?? '']));
    const known = new Set(columns);
    const others = [...own.keys()].filter((name) => !known.has(name));
    const room = Math.max(0, refusedColumnsMax - columns.length);
    if (others.length > 0 && room > 0) columns = [...columns, ...others.slice(0, room)];
    return columns.map((name) => own.get(name) ?? '');
  };

  return {
    counts,
    get path() {
      return target;
    },
    refuse: (row, reason) => {
      const values = valuesOf(row);
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      if (row.mayHaveDecimalComma) separator = ';';
      const cells = [reason, row.file, String(row.line), row.changedAt, ...values];
      write([columns.length, cells.map(masked)]);
    },
    drained: async () => {
      if (draining !== null) await draining;
      if (failure !== null) throw failure;
    },
    close: async () => {
      stream.end();
      await finished(stream);
      if (failure !== null) throw failure;
      const file = createWriteStream(csv, { flags: 'wx', mode: ownerOnly, flush: true });
      await pipeline(csvOf(draft, columns, separator), file);
      rmSync(draft);
      leaveToOwner(csv);
      // The rows of an import that has ended in the meantime stay.
      if (inodeOf() !== inodeBefore) target = path.join(dir, `${name}-${process.pid}${ext}`);
      renameSync(csv, target);
    },
    discard: async () => {
      stream.destroy();
      // It rejects, because the stream was not ended.
      await finished(stream).catch(() => undefined);
      for (const each of [draft, csv]) rmSync(each, { force: true });
    },
  };
}
