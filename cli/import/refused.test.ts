import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { refusedColumnsMax, refusedRows } from './refused';
import { readRows, type SourceRow, sourceFiles } from './source';

const folder = folderForFile();
const changedAt = '2026-01-31T10:00:00.000Z';
const ownColumns = ['reason', 'file', 'line', 'file_changed_at'].length;

async function written(file: string, values: readonly string[]): Promise<string> {
  const rows = refusedRows(file);
  const columns = values.map((_, index) => `c${index}`);
  rows.refuse(
    { file: 'in.csv', line: 2, changedAt, columns, values, isMalformed: false },
    'no_price',
  );
  await rows.close();
  return readFileSync(file, 'utf8');
}

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

it('is readable only by its owner, even if the file existed before', async () => {
  const file = path.join(folder, 'mode.csv');
  for (const name of [file, `${file}.part`]) {
    writeFileSync(name, 'left behind');
    chmodSync(name, 0o666);
  }
  expect(await written(file, ['Ada'])).toBe(
    `"reason","file","line","file_changed_at","c0"\n"no_price","in.csv","2","${changedAt}","Ada"\n`,
  );
  expect(modeOf(file)).toBe('600');
});

it('is refused at once where it cannot be written', () => {
  const file = '/proc/rows.csv';
  expect(() => refusedRows(file)).toThrow(expect.objectContaining({ path: file }));
});

it.skipIf(process.getuid?.() !== 0)(
  'is left to the account of the data folder by root',
  async () => {
    const data = path.join(folder, 'data');
    mkdirSync(data);
    chownSync(data, 7, 8);
    const file = path.join(data, 'imports', 'products', 'rows.csv');
    await written(file, ['Ada']);
    for (const made of [path.join(data, 'imports'), path.dirname(file), file]) {
      expect(statSync(made)).toMatchObject({ uid: 7, gid: 8 });
    }
  },
);

it.each(['/dev/null', folder])('is neither a device nor a folder: %s', (file) => {
  expect(() => refusedRows(file)).toThrow('is a folder or a device. Name a file');
});

it('is another one if another import has ended in the meantime', async () => {
  const file = path.join(folder, 'both.csv');
  const other = `${file}.${process.ppid}.part`;
  writeFileSync(other, 'rows of an import that runs');
  writeFileSync(`${file}.4194305.part`, 'rows of an import that was killed');
  const refused = refusedRows(file);
  renameSync(other, file);
  await refused.close();
  expect(refused.path).toBe(path.join(folder, `both-${process.pid}.csv`));
  expect(readFileSync(file, 'utf8')).toBe('rows of an import that runs');
  const found = readdirSync(folder).filter((name) => name.startsWith('both'));
  expect(found.sort()).toEqual([`both-${process.pid}.csv`, 'both.csv']);
});

it('takes many rows without a warning of Node', async () => {
  const warned: Error[] = [];
  const warn = (warning: Error) => void warned.push(warning);
  process.on('warning', warn);
  onTestFinished(() => void process.off('warning', warn));
  const rows = refusedRows(path.join(folder, 'many.csv'));
  const row = { file: 'in.csv', line: 2, changedAt, columns: ['name'], isMalformed: false };
  for (let count = 0; count < 20; count += 1) {
    rows.refuse({ ...row, values: ['x'.repeat(70_000)] }, 'no_price');
    await rows.drained();
  }
  await rows.close();
  expect(warned).toEqual([]);
});

it('keeps the semicolons of its rows, whose comma may be the decimal sign', async () => {
  const file = path.join(folder, 'semicolons.csv');
  const rows = refusedRows(file);
  const row = { file: 'in.csv', line: 2, changedAt, columns: ['sku', 'price'], isMalformed: false };
  rows.refuse({ ...row, values: ['A', '1.000'], mayHaveDecimalComma: true }, 'malformed_price');
  await rows.close();
  expect(readFileSync(file, 'utf8')).toContain(`"2";"${changedAt}";"A";"1.000"\n`);
});

const cells: readonly [cell: string, shown: string][] = [
  ['=HYPERLINK("https://a.b")', `'=HYPERLINK("https://a.b")`],
  ['+cmd', `'+cmd`],
  ['-2+3', `'-2+3`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `'\t'=1`],
  ['\r=1', `'\r'=1`],
  [`'=1`, `''=1`],
  ['-1', '-1'],
  ['-2.50', '-2.50'],
  ["'tis", "'tis"],
  ['＝1+1', `'＝1+1`],
  ['x;=1+1', `x;'=1+1`],
  ["x;'=1", "x;''=1"],
  ['one; two', 'one; two'],
  ['a=b', 'a=b'],
  ['', ''],
];

it('leaves nothing behind if it is discarded', async () => {
  const file = path.join(folder, 'discarded', 'rows.csv');
  const refused = refusedRows(file);
  const row = {
    file: 'in.csv',
    line: 2,
    changedAt,
    columns: ['c0'],
    values: ['Ada'],
    isMalformed: false,
  };
  refused.refuse(row, 'no_price');
  await refused.discard();
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

it('masks card numbers, and leaves article numbers', async () => {
  const cells = [
    'paid by 4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4006381333931',
    '4222222222222',
  ];
  const text = await written(path.join(folder, 'cards.csv'), cells);
  expect(text).toContain(',"paid by ***","***","4006381333931","4222222222222"\n');
});

it('has no cell that a spreadsheet would execute, and can be imported again', async () => {
  const file = path.join(folder, 'cells.csv');
  const text = await written(
    file,
    cells.map(([cell]) => cell),
  );
  for (const [, shown] of cells) expect(text).toContain(shown.replaceAll('"', '""'));
  expect(text).not.toMatch(/(^|[\n,;]"?)[=+@＝\t\r]/);

  const rows: SourceRow[] = [];
  for (const source of await sourceFiles([file])) {
    for await (const piece of readRows(source, () => undefined)) rows.push(...piece);
  }
  expect(rows.map(({ values }) => values.slice(ownColumns))).toEqual([cells.map(([cell]) => cell)]);
});

it('keeps a first row that is wider than the file may become', async () => {
  const file = path.join(folder, 'wide.csv');
  const rows = refusedRows(file);
  const columns = Array.from({ length: refusedColumnsMax + 1 }, (_, index) => `c${index}`);
  rows.refuse(
    { file: 'in.csv', line: 2, changedAt, columns, values: columns, isMalformed: false },
    'no_price',
  );
  const other = { columns: ['other'], values: ['1'], isMalformed: false };
  rows.refuse({ file: 'in.jsonl', line: 2, changedAt, ...other }, 'no_price');
  await rows.close();
  const widths = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((row) => row.split(',').length);
  expect(widths).toEqual(Array(3).fill(ownColumns + columns.length));
});

it('has the columns of all rows in its heading', async () => {
  const file = path.join(folder, 'columns.csv');
  const rows = refusedRows(file);
  const refuse = (row: Readonly<Record<string, string>>) => {
    const [columns, values] = [Object.keys(row), Object.values(row)];
    rows.refuse(
      { file: 'in.jsonl', line: 1, changedAt, columns, values, isMalformed: false },
      'no_price',
    );
  };
  refuse({ sku: 'CUP' });
  refuse({ name: 'Mug', sku: 'MUG' });
  refuse({ sku: 'JUG' });
  const many = Array.from({ length: refusedColumnsMax }, (_, index) => [`c${index}`, '1']);
  refuse(Object.fromEntries(many));
  await rows.close();
  const found: SourceRow[] = [];
  for (const source of await sourceFiles([file])) {
    for await (const piece of readRows(source, () => undefined)) found.push(...piece);
  }
  const shown = found.map(({ columns, values, isMalformed }) => [
    isMalformed,
    columns.length,
    ...columns.slice(ownColumns, ownColumns + 2),
    ...values.slice(ownColumns, ownColumns + 3),
  ]);
  const width = ownColumns + refusedColumnsMax;
  expect(shown).toEqual([
    [false, width, 'sku', 'name', 'CUP', '', ''],
    [false, width, 'sku', 'name', 'MUG', 'Mug', ''],
    [false, width, 'sku', 'name', 'JUG', '', ''],
    [false, width, 'sku', 'name', '', '', '1'],
  ]);
});
