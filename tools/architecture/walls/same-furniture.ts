import { isSubgraphName, subgraphNames } from '../../../config/subgraphs';
import { roomOf } from '../imports';
import { isTestingCode, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const furniture = [
  'README.md',
  'context.ts',
  'domain/',
  'internal/',
  'loaders.ts',
  'metrics.ts',
  'operations/',
  'public-schema.ts',
  'references.ts',
  'rules.ts',
  'schema.graphql',
  'schema/',
  'store/',
  'subgraph.ts',
  'visibility.ts',
  'workflows/',
] as const;

/** The entry of a separate process, in all rooms or in none. */
const allOrNone = 'main.ts';

function entriesOf(room: string, files: readonly SourceFile[]): Set<string> {
  const folder = `subgraphs/${room}/`;
  const entries = files
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path }) => path.slice(folder.length))
    .filter((rest) => !isTestingCode(rest))
    .map((rest) => rest.replace(/\/.*/, '/'));
  return new Set(entries);
}

/**
 * Folders that are not in the list of subgraphs, so that nothing starts, composes or scrapes them.
 */
function unlisted(files: readonly SourceFile[]): Violation[] {
  const folders = files.flatMap(({ path }) => roomOf(path) ?? []);
  return [...new Set(folders)]
    .filter((room) => !isSubgraphName(room))
    .map((room) => ({
      path: `subgraphs/${room}/`,
      message: 'is not a subgraph in config/subgraphs.ts',
    }));
}

function check(files: readonly SourceFile[]): Violation[] {
  const entriesByRoom = subgraphNames.map((room) => ({ room, entries: entriesOf(room, files) }));
  const anyHasMain = entriesByRoom.some(({ entries }) => entries.has(allOrNone));
  const required = new Set<string>(anyHasMain ? [...furniture, allOrNone] : furniture);
  const ofRooms = entriesByRoom.flatMap(({ room, entries }) => [
    ...[...required]
      .filter((entry) => !entries.has(entry))
      .map((entry) => ({ path: `subgraphs/${room}/${entry}`, message: 'is missing' })),
    ...[...entries]
      .filter((entry) => !required.has(entry))
      .map((entry) => ({
        path: `subgraphs/${room}/${entry}`,
        message: 'is not in the other subgraphs; all must have the same entries',
      })),
  ]);
  return [...ofRooms, ...unlisted(files)];
}

function furnished(change: (room: string, entries: string[]) => string[]): Record<string, string> {
  const paths = subgraphNames.flatMap((room) =>
    change(room, [...furniture]).map((entry) =>
      entry.endsWith('/') ? `subgraphs/${room}/${entry}one.ts` : `subgraphs/${room}/${entry}`,
    ),
  );
  return Object.fromEntries(paths.map((path) => [path, '']));
}

export const sameFurniture: Wall = {
  name: 'all subgraphs have the same folders and files',
  why: 'A developer who knows one room finds everything in the others.',
  check,
  refuses: {
    'a file that one room lacks': furnished((room, entries) =>
      room === 'users' ? entries.filter((entry) => entry !== 'references.ts') : entries,
    ),
    'a folder that one room lacks': furnished((room, entries) =>
      room === 'users' ? entries.filter((entry) => entry !== 'workflows/') : entries,
    ),
    'a folder that only one room has': furnished((room, entries) =>
      room === 'orders' ? [...entries, 'pricing/'] : entries,
    ),
    'a room that is not in the list of subgraphs': {
      ...furnished((_room, entries) => entries),
      'subgraphs/unlisted/subgraph.ts': '',
    },
    'a process entry in only one room': furnished((room, entries) =>
      room === 'orders' ? [...entries, 'main.ts'] : entries,
    ),
  },
  accepts: {
    'equal rooms': furnished((_room, entries) => entries),
    'equal rooms, each with its entry and its own tests': furnished((room, entries) => [
      ...entries,
      'main.ts',
      ...(room === 'users' ? ['rules.test.ts', 'testing/'] : []),
    ]),
  },
};
