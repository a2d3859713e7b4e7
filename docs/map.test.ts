import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(__dirname, '..');
const pageOf = (folder: string): string => readFileSync(join(root, folder, 'README.md'), 'utf8');

const madeElsewhere = new Set(['node_modules', 'dist', 'coverage', 'test-results']);

const foldersOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => !madeElsewhere.has(name));

const audiences = ['developers', 'client developers', 'operators', 'staff', 'everybody'];

test('every folder at the top is in the map, with its audience', () => {
  const map = readFileSync(join(root, 'docs/map.md'), 'utf8');
  const rows = [...map.matchAll(/^\| \[?`([\w-]+)\/[^|]* \| ([^|]+) \|/gm)];
  const named = new Set(rows.map(([, folder]) => folder));
  expect(foldersOf('.').filter((name) => !named.has(name))).toEqual([]);
  const readers = rows.flatMap(([, , reader = '']) => reader.split(', '));
  expect(readers.filter((reader) => !audiences.includes(reader))).toEqual([]);
});

test('what the map finds in a file is there', () => {
  const map = readFileSync(join(root, 'docs/map.md'), 'utf8');
  const found = [...map.matchAll(/`(\w+)` in `([\w./-]+\.ts)`/g)];
  expect(found.length).toBeGreaterThan(0);
  for (const [, name = '', file = ''] of found) {
    expect(readFileSync(join(root, file), 'utf8'), file).toContain(name);
  }
});

const namingPages = [
  'access',
  'mail',
  'payments',
  'verify',
  ...['', '/accounts', '/events'].map((folder) => `subgraphs/orders/workflows${folder}`),
];

test.each(namingPages)('the README of %s names its files', (folder) => {
  const page = pageOf(folder);
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts'));
  const described = files.filter((name) => !name.endsWith('.test.ts') && name !== 'index.ts');
  expect(described.length).toBeGreaterThan(0);
  expect(described.filter((name) => !page.includes(name))).toEqual([]);
});

test('every npm script has a row in AGENTS.md, and every row a script', () => {
  const page = readFileSync(join(root, 'AGENTS.md'), 'utf8');
  const table = page.split('## Commands')[1]?.split('\n## ')[0] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`npm (?:run )?(?:-s )?([a-z:-]+)/g)].map(
      ([, script]) => script,
    ),
  );
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const calledByNpm = ['prepare'];
  const callable = Object.keys(scripts).filter((name) => !calledByNpm.includes(name));
  expect(new Set(named)).toEqual(new Set([...callable, 'ci']));
});

test('every folder of platform has a row in its README', () => {
  const page = pageOf('platform');
  expect(foldersOf('platform').filter((name) => !page.includes(`| \`${name}/\` |`))).toEqual([]);
});

test.each(['bench', 'cli', 'e2e', 'tools', 'tools/architecture', 'web'])(
  'the README of %s names its folders',
  (folder) => {
    const page = pageOf(folder);
    expect(foldersOf(folder).filter((name) => !page.includes(`\`${name}/`))).toEqual([]);
  },
);

test.each(['operations', 'internal'])('every room has a page for its %s', (folder) => {
  const rooms = foldersOf('subgraphs');
  const page = (room: string): string => join(root, 'subgraphs', room, folder, 'README.md');
  expect(rooms.filter((room) => !existsSync(page(room)))).toEqual([]);
});
