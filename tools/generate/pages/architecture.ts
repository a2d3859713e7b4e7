import {
  downward,
  entriesOf,
  type ImportGraph,
  importGraph,
  layersOf,
  necessaryImports,
  upwardImports,
} from '../../architecture/import-graph';
import { roomOf } from '../../architecture/imports';
import type { SourceFile } from '../../architecture/source-tree';

/** Leaves out modules without any import, which add nothing to the diagram. */
function connected(graph: ImportGraph): string[][] {
  const imported = new Set([...graph.values()].flatMap((targets) => [...targets]));
  return layersOf(graph)
    .map((layer) => layer.filter((name) => imported.has(name) || (graph.get(name)?.size ?? 0) > 0))
    .filter((layer) => layer.length > 0);
}

const idOf = (name: string): string => name.replaceAll(/\W/g, '_');

/** A Mermaid flow chart, highest layer first, without transitive imports. */
function picture(graph: ImportGraph): string {
  const layers = connected(graph).map((layer, place) => {
    const nodes = layer.map((name) => `    ${idOf(name)}["${name}"]`);
    return [`  subgraph layer${place + 1} [" "]`, ...nodes, '  end'].join('\n');
  });
  const arrows = necessaryImports(downward(graph)).map(
    ([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`,
  );
  const upward = upwardImports(graph).map(([from, to]) => `  ${idOf(from)} -. up .-> ${idOf(to)}`);
  return ['```mermaid', 'flowchart TB', ...layers, ...arrows.sort(), ...upward, '```'].join('\n');
}

/** The top-level folders, with a module for each room. */
const house = (path: string): string | null => {
  const room = roomOf(path);
  return room === null ? entriesOf('')(path) : `subgraphs/${room}`;
};

/** The furniture of a room: the imports of all rooms, merged. */
const furniture = (path: string): string | null => {
  const room = roomOf(path);
  return room === null ? null : entriesOf(`subgraphs/${room}`)(path);
};

/** The two diagrams in `docs/architecture.md`. */
export const architecturePictures = (files: readonly SourceFile[]): Record<string, string> => ({
  house: picture(importGraph(files, house)),
  room: picture(importGraph(files, furniture)),
});
