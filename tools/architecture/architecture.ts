import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../platform/process/repository-root';
import { counted } from '../../platform/values/counted';
import { cyclesOf, entriesOf, importGraph, layersOf, upwardImports } from './import-graph';
import { readTree } from './source-tree';

const help = `npm run architecture [-- FOLDER …]

Prints the import graph of each folder, or of the whole repository: its modules, the imports between
them, and their layers. A module is a file or a folder with everything below it; a.ts and a/ are one
module. Type imports count, tests do not.
`;

function describe(folder: string): string {
  const graph = importGraph(readTree(repositoryRoot), entriesOf(folder));
  if (graph.size === 0) throw new Error(`No code found in "${folder}".`);
  const imports = [...graph.values()].reduce((sum, targets) => sum + targets.size, 0);
  const layers = layersOf(graph);
  const upward = upwardImports(graph);
  const figures = [
    counted(graph.size, 'module'),
    counted(imports, 'import'),
    counted(layers.length, 'layer'),
    counted(upward.length, 'upward import'),
    counted(cyclesOf(graph).length, 'cycle'),
  ];
  return [
    `${folder || 'the repository'}: ${figures.join(', ')}`,
    ...layers.map((layer, place) => `  ${layers.length - place}  ${layer.join(', ')}`),
    ...upward.map(([from, to]) => `  upward: ${from} imports ${to}`),
  ].join('\n');
}

try {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  const folders = positionals.length > 0 ? positionals : [''];
  const texts = folders.map((folder) => folder.replace(/\/$/, '')).map(describe);
  process.stdout.write(values.help ? help : `${texts.join('\n\n')}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
