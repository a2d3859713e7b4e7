import { createReadStream, statSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { isRecord } from '../../platform/config/is-record';
import { csvParser } from './csv';
import { contentFault } from './recognise';
import { cellOfNeutral } from './spreadsheet-cell';
import { decoded } from './text';

/** One row of a file: fields by the names in the header or in the JSON object. */
export interface SourceRow {
  readonly file: string;
  /** The line in the file, from 1. */
  readonly line: number;
  /**
   * The last change of the file, in ISO 8601. A rejected row has that of the file in which it was
   * first: it is as old after a repair as before.
   */
  readonly changedAt: string;
  readonly columns: readonly string[];
  readonly values: readonly string[];
  /** It could not be parsed as a row. */
  readonly isMalformed: boolean;
  /** The places of lists and objects, which no field is; absent for CSV. */
  readonly nested?: readonly number[];
  /**
   * Semicolons or tabs separate the fields: spreadsheets write them where the comma is the decimal
   * sign.
   */
  readonly mayHaveDecimalComma?: boolean;
}

export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  /** The last change of the file. */
  readonly modifiedAt: Date;
}

/** The column of a file of rejected rows that has `changedAt`. */
export const changedAtColumn = 'file_changed_at';

const endings = /\.(csv|tsv|txt|jsonl|ndjson)(\.gz)?$/i;
const pieceBytes = 32 * 1024;
const gzipMagic = [0x1f, 0x8b];
const byteOrderMark = '\xef\xbb\xbf';

/**
 * The files, and for a folder the importable files in it, by name.
 * @throws Error if a file cannot be read, or a folder has none.
 */
export async function sourceFiles(paths: readonly string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const each of paths) {
    const facts = statSync(each, { throwIfNoEntry: false });
    if (!facts) throw new Error(`There is no file ${each}.`);
    if (!facts.isDirectory()) {
      if (!facts.isFile()) {
        throw new Error(
          `${each} is a pipe or a device, and files are read more than once. Write it to a file first.`,
        );
      }
      files.push({ path: each, bytes: facts.size, modifiedAt: facts.mtime });
      continue;
    }
    const names = (await readdir(each)).filter((name) => endings.test(name)).sort();
    if (names.length === 0) throw new Error(`${each} has no .csv or .jsonl file, gzipped or not.`);
    for (const name of names) files.push(...(await sourceFiles([path.join(each, name)])));
  }
  return files;
}

/** How far the clocks of two machines may differ. */
export const skewMs = 300_000;

/**
 * A list and a count are as old as their file: one of the future would outdate later ones, and what
 * is shipped in the meantime would be counted twice.
 * @throws Error that names the file.
 */
export function demandPast(files: readonly SourceFile[]): void {
  const ahead = files.find(({ modifiedAt }) => modifiedAt.getTime() > Date.now() + skewMs);
  if (ahead === undefined) return;
  throw new Error(
    `${ahead.path} was last changed at ${ahead.modifiedAt.toISOString()}, which is in the future, and its rows are as old as the file. Set its time with touch, or correct the clock of this machine.`,
  );
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(gzipMagic.length);
    await handle.read(head, 0, head.length, 0);
    return gzipMagic.every((byte, index) => head[index] === byte);
  } finally {
    await handle.close();
  }
}

/** The contents as latin-1 text, in chunks. */
async function* pieces(file: SourceFile, onBytes: (count: number) => void) {
  const isPacked = await isGzip(file.path);
  const bytes = createReadStream(file.path, { highWaterMark: pieceBytes });
  if (!isPacked) {
    for await (const piece of bytes as AsyncIterable<Buffer>) {
      onBytes(piece.length);
      yield piece.toString('latin1');
    }
    return;
  }
  const unpacked = createGunzip({ chunkSize: pieceBytes });
  bytes.on('data', (piece) => onBytes(piece.length));
  bytes.on('error', (error) => unpacked.destroy(error));
  bytes.pipe(unpacked);
  try {
    for await (const piece of unpacked as AsyncIterable<Buffer>) yield piece.toString('latin1');
  } catch (error) {
    throw new Error(`${file.path} is damaged: ${(error as Error).message}.`, { cause: error });
  } finally {
    bytes.destroy();
  }
}

interface RowReader {
  push(text: string): SourceRow[];
  end(): SourceRow[];
}

/** The one of the usual three delimiters that is most frequent in the first line. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const count = (each: string) => first.split(each).length;
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best));
}

type Cells = Pick<SourceRow, 'columns' | 'values'>;

const changedAtOf = ({ columns, values }: Cells, { modifiedAt }: SourceFile): string =>
  values[columns.indexOf(changedAtColumn)]?.trim() || modifiedAt.toISOString();

function csvRows(file: SourceFile, delimiter: string): RowReader {
  const parser = csvParser(delimiter);
  let columns: readonly string[] | null = null;
  const mayHaveDecimalComma = delimiter !== ',';
  const rowsOf = (records: ReturnType<typeof parser.push>): SourceRow[] => {
    const rows: SourceRow[] = [];
    for (const { line, fields, isBroken } of records) {
      const values = fields.map((field) => cellOfNeutral(decoded(field)));
      if (columns === null) {
        columns = values.map((name) => name.trim());
        continue;
      }
      const isMalformed = isBroken || values.length !== columns.length;
      const changedAt = changedAtOf({ columns, values }, file);
      const facts = { file: file.path, line, changedAt, isMalformed, mayHaveDecimalComma };
      rows.push({ ...facts, columns, values });
    }
    return rows;
  };
  return { push: (text) => rowsOf(parser.push(text)), end: () => rowsOf(parser.end()) };
}

/**
 * Whole numbers beyond 2⁵³ as they are written, such as ids of 18 digits: neighbors of them are the
 * same number in JavaScript.
 */
const exactNumber = ((_key: string, value: unknown, { source }: { readonly source?: string }) =>
  Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value) as Parameters<
  typeof JSON.parse
>[1];

function jsonRow(file: SourceFile, line: number, text: string): SourceRow {
  const rowOf = (cells: Cells, isMalformed: boolean): SourceRow => {
    const changedAt = changedAtOf(cells, file);
    return { file: file.path, line, changedAt, ...cells, isMalformed };
  };
  try {
    const value = JSON.parse(text, exactNumber) as unknown;
    if (isRecord(value)) {
      const cells = Object.values(value);
      const isNested = (cell: unknown) => typeof cell === 'object' && cell !== null;
      const values = cells.map((cell) =>
        isNested(cell) ? JSON.stringify(cell) : String(cell ?? ''),
      );
      const nested = cells.flatMap((cell, at) => (isNested(cell) ? [at] : []));
      const columns = Object.keys(value);
      return { ...rowOf({ columns, values }, false), nested };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return rowOf({ columns: ['text'], values: [text] }, true);
}

/**
 * A line of JSON.
 * @exceeded the import ends and names the line
 */
const jsonLineCharactersMax = 1_000_000;

function jsonRows(file: SourceFile): RowReader {
  let rest = '';
  let line = 0;
  const rowsOf = (lines: readonly string[]): SourceRow[] => {
    const rows: SourceRow[] = [];
    for (const each of lines) {
      line += 1;
      const text = decoded(each).trim();
      if (text !== '') rows.push(jsonRow(file, line, text));
    }
    return rows;
  };
  return {
    push: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > jsonLineCharactersMax) {
        throw new Error(`${file.path}: line ${line + 1 + lines.length} is too long.`);
      }
      return rowsOf(lines);
    },
    end: () => rowsOf([rest]),
  };
}

/** @throws Error if it is neither CSV nor JSON Lines. */
function readerOf(file: SourceFile, beginning: string): RowReader {
  const fault = contentFault(beginning);
  if (fault !== null) throw new Error(`${file.path} ${fault}`);
  const isJson = beginning.trimStart().startsWith('{');
  return isJson ? jsonRows(file) : csvRows(file, delimiterOf(beginning));
}

/**
 * The rows of a file, read in chunks so that memory does not grow with the file. The first bytes
 * decide between CSV and JSON Lines, gzipped or not.
 * @param onBytes called for every chunk that was read from the disk.
 * @throws Error when the file is empty or something else than CSV or JSON Lines; and when it is
 * truncated, after the rows before that point were returned.
 */
export async function* readRows(
  file: SourceFile,
  onBytes: (count: number) => void,
): AsyncGenerator<SourceRow[]> {
  let reader: RowReader | null = null;
  try {
    for await (const piece of pieces(file, onBytes)) {
      let text = piece;
      if (reader === null) {
        if (text.startsWith(byteOrderMark)) text = text.slice(byteOrderMark.length);
        reader = readerOf(file, text);
      }
      yield reader.push(text);
    }
    if (reader === null) throw new Error(`${file.path} is empty. Export the data again.`);
    yield reader.end();
  } catch (error) {
    if (error instanceof RangeError) throw new Error(`${file.path}: ${error.message}`);
    throw error;
  }
}
