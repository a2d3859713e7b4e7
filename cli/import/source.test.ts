import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { demandPast, readRows, type SourceRow, sourceFiles } from './source';

const folder = folderForFile();

async function rowsOf(name: string, contents: string | Buffer): Promise<SourceRow[]> {
  const file = path.join(folder, name);
  writeFileSync(file, contents);
  const rows: SourceRow[] = [];
  for (const each of await sourceFiles([file])) {
    for await (const piece of readRows(each, () => undefined)) rows.push(...piece);
  }
  return rows;
}

const values = (rows: readonly SourceRow[]) => rows.map((row) => row.values);

describe('a file to import', () => {
  it('is CSV or JSON Lines, gzipped or not, with any name', async () => {
    const csv = 'sku,name\nA-1,Cup\n';
    const json = '{"sku":"A-1","name":"Cup"}\n';
    for (const contents of [csv, json, gzipSync(csv), gzipSync(json)]) {
      const [row] = await rowsOf('any.name', contents);
      expect(row).toMatchObject({ columns: ['sku', 'name'], values: ['A-1', 'Cup'] });
    }
  });

  it('may begin with a byte order mark and use semicolons or tabs', async () => {
    const [german] = await rowsOf('bom.csv', '\ufeffsku;name\nA;b,c\n');
    expect(german).toMatchObject({ values: ['A', 'b,c'], mayHaveDecimalComma: true });
    const [row] = await rowsOf('tabs.tsv', 'sku\tname\nA\tb\n');
    expect(row).toMatchObject({ columns: ['sku', 'name'], mayHaveDecimalComma: true });
    const [english] = await rowsOf('commas.csv', 'sku,name\nA,b\n');
    expect(english).toMatchObject({ mayHaveDecimalComma: false });
  });

  it('is read as UTF-8, and fields that are not UTF-8 as Windows-1252', async () => {
    const latin = Buffer.from('sku,name\nA,Voucher \xa310\n', 'latin1');
    const utf8 = Buffer.from('B,Voucher £10 – ü\n');
    expect(values(await rowsOf('mixed.csv', Buffer.concat([latin, utf8])))).toEqual([
      ['A', 'Voucher £10'],
      ['B', 'Voucher £10 – ü'],
    ]);
  });

  it('keeps characters whole that a chunk boundary would cut', async () => {
    const text = `sku,name\n${'A,ü€\n'.repeat(60_000)}`;
    const rows = await rowsOf('long.csv', text);
    expect(rows).toHaveLength(60_000);
    expect(rows.every((row) => row.values[1] === 'ü€')).toBe(true);
  });

  it('reports malformed rows with their line: too few fields, or invalid JSON', async () => {
    const csv = await rowsOf('odd.csv', 'sku,name\nA\nB,b\nC,"torn');
    expect(csv.map(({ line, isMalformed }) => [line, isMalformed])).toEqual([
      [2, true],
      [3, false],
      [4, true],
    ]);
    const json = await rowsOf('odd.jsonl', '{"sku":"A"}\n[1]\n{"sku":\n{"sku":"B","price":2.5}');
    expect(json.map(({ isMalformed }) => isMalformed)).toEqual([false, true, true, false]);
    expect(json[3]?.values).toEqual(['B', '2.5']);
  });

  it('has ids of JSON Lines as they are written', async () => {
    const rows = [576460123456789012n, 576460123456789013n].map((id) => `{"id":${id},"n":1.0}`);
    expect(values(await rowsOf('ids.jsonl', rows.join('\n')))).toEqual([
      ['576460123456789012', '1'],
      ['576460123456789013', '1'],
    ]);
  });

  it('fails at a truncated gzip, after the rows before it were returned', async () => {
    const whole = gzipSync(`sku,name\n${'A,b\n'.repeat(1_000)}`);
    await expect(rowsOf('torn.csv.gz', whole.subarray(0, whole.length - 9))).rejects.toThrow(
      /torn\.csv\.gz is damaged/,
    );
  });

  it.each([
    ['empty.csv', '', 'empty.csv is empty.'],
    ['workbook.csv', 'PK\x03\x04', 'workbook.csv is a workbook of Excel (.xlsx)'],
  ])('is refused by its name: %s', async (name, contents, message) => {
    await expect(rowsOf(name, contents)).rejects.toThrow(message);
  });

  it('is no pipe, which can be read only once', async () => {
    await expect(sourceFiles(['/dev/null'])).rejects.toThrow(/Write it to a file first/);
  });

  it('is not of the future, because what it says is as old as the file', async () => {
    const file = path.join(folder, 'count.csv');
    writeFileSync(file, '');
    expect(() => demandPast([{ path: file, bytes: 0, modifiedAt: new Date() }])).not.toThrow();
    utimesSync(file, new Date(), new Date(Date.now() + 3_600_000));
    const files = await sourceFiles([file]);
    expect(() => demandPast(files)).toThrow(/count\.csv was last changed at .* in the future/);
  });

  it('may be a folder, whose files are read in the order of their names', async () => {
    const files = path.join(folder, 'months');
    mkdirSync(files);
    for (const name of ['2.csv', '1.csv.gz', 'notes.md']) writeFileSync(path.join(files, name), '');
    const found = await sourceFiles([files]);
    expect(found.map((file) => path.basename(file.path))).toEqual(['1.csv.gz', '2.csv']);
    await expect(sourceFiles([path.join(folder, 'nowhere')])).rejects.toThrow(/There is no file/);
  });
});
