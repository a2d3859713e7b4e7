import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandGroups } from '../cli/commands';
import { createProgram } from '../cli/program/program';

const root = join(__dirname, '..');
const pageOf = (folder: string): string => readFileSync(join(root, folder, 'README.md'), 'utf8');

const madeElsewhere = new Set(['node_modules', 'dist', 'coverage', 'test-results']);

const foldersOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => !madeElsewhere.has(name));

test('every folder at the top is in the map of README.md', () => {
  const map = pageOf('.').split('## The map of the house')[1]?.split('\n## ')[0] ?? '';
  const missing = foldersOf('.').filter((name) => !map.includes(`\`${name}/`));
  expect(missing).toEqual([]);
});

test('every command has a row in AGENTS.md', () => {
  const page = readFileSync(join(root, 'AGENTS.md'), 'utf8');
  const named = new Set(
    [...page.matchAll(/`(?:…|npm run(?: -s)?|npm) ([a-z-]+)/g)].map(([, name]) => name),
  );
  const commands = createProgram(commandGroups()).commands.map((command) => command.name());
  const calledByCompletion = 'complete';
  expect(commands.filter((name) => name !== calledByCompletion && !named.has(name))).toEqual([]);
});

test('every folder of platform has a row in its README', () => {
  const page = pageOf('platform');
  expect(foldersOf('platform').filter((name) => !page.includes(`| \`${name}/\` |`))).toEqual([]);
});

test.each(['architecture', 'bench', 'cli', 'e2e'])(
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
