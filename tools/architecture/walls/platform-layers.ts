import { entriesOf, importGraph, layersOf } from '../import-graph';
import type { SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const page = 'platform/README.md';
const layersMax = 7;
const row = /^\| (\d+) \| `([\w-]+)\/` \|/gm;

/** The layer of each folder, the lowest is 1. */
function layersIn(files: readonly SourceFile[]): Map<string, number> {
  const layers = layersOf(importGraph(files, entriesOf('platform')));
  return new Map(
    layers.flatMap((folders, place) =>
      folders.map((folder) => [folder, layers.length - place] as const),
    ),
  );
}

function check(files: readonly SourceFile[]): Violation[] {
  const readme = files.find(({ path }) => path === page);
  if (readme === undefined) return [];
  const listed = new Map(
    [...readme.text.matchAll(row)].map(([, layer, folder = '']) => [folder, Number(layer)]),
  );
  const layers = layersIn(files);
  const wrong = [...layers].filter(([folder, layer]) => listed.get(folder) !== layer);
  const removed = [...listed.keys()].filter((folder) => !layers.has(folder));
  const high = [...layers].filter(([, layer]) => layer > layersMax);
  return [
    ...wrong.map(([folder, layer]) => `lacks ${folder}/ in layer ${layer}`),
    ...removed.map((folder) => `lists ${folder}/, which has no code`),
    ...high.map(([folder]) => `has ${folder}/ above layer ${layersMax}; move what it needs down`),
  ].map((message) => ({ path: page, message }));
}

const code = {
  'platform/graphql/errors.ts': "import { isUuid } from '../values/uuid';",
  'platform/values/uuid.ts': '',
};

export const platformLayers: Wall = {
  name: 'platform has at most seven layers, and its page shows them',
  why: 'A reader learns from the page what a folder builds on, and what builds on it.',
  check,
  refuses: {
    'a folder in another layer': {
      ...code,
      [page]: '| 1 | `graphql/` | schemas |\n| 1 | `values/` | values |',
    },
    'a folder without a row': { ...code, [page]: '| 2 | `graphql/` | schemas |' },
    'a row without a folder': {
      ...code,
      [page]: '| 2 | `graphql/` | schemas |\n| 1 | `values/` | values |\n| 1 | `net/` | names |',
    },
    'an eighth layer': Object.fromEntries([
      ...Array.from({ length: 8 }, (_, n) => [
        `platform/l${n}/index.ts`,
        n === 0 ? '' : `import { below } from '../l${n - 1}';`,
      ]),
      [page, Array.from({ length: 8 }, (_, n) => `| ${n + 1} | \`l${n}/\` | a layer |`).join('\n')],
    ]),
  },
  accepts: {
    'each folder in its layer': {
      ...code,
      [page]: '| 2 | `graphql/` | schemas |\n| 1 | `values/` | values |',
    },
  },
};
