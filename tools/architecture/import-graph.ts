import { type Import, importsOf } from './imports';
import { isCode, isTestingCode, type SourceFile } from './source-tree';

/** The modules of a folder and the imports between them, including types. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

const withoutExtension = (path: string): string => path.replace(/\.(m?ts|mjs|js)$/, '');

/** The module of a path without extension; null if the path is ignored. */
export type ModuleOf = (path: string) => string | null;

/** The modules of a folder: files, and folders with everything below. `a.ts` and `a/` are one. */
export const entriesOf =
  (folder: string): ModuleOf =>
  (path) => {
    if (folder === '') return path.split('/')[0] ?? null;
    return path.startsWith(`${folder}/`)
      ? (path.slice(folder.length + 1).split('/')[0] ?? null)
      : null;
  };

/** The import graph without tests and the code that only they use. */
export function importGraph(files: readonly SourceFile[], moduleOf: ModuleOf): ImportGraph {
  const product = files.filter(({ path }) => isCode(path) && !isTestingCode(path));
  const known = new Set(product.map(({ path }) => withoutExtension(path)));
  const moduleImported = ({ target, relative }: Import): string | null => {
    const path = known.has(target) ? target : `${target}/index`;
    return relative && known.has(path) ? moduleOf(path) : null;
  };
  const graph = new Map<string, Set<string>>();
  for (const file of product) {
    const from = moduleOf(withoutExtension(file.path));
    if (from === null) continue;
    const found = importsOf(file).map(moduleImported);
    const others = found.filter((to) => to !== null && to !== from) as string[];
    graph.set(from, new Set([...(graph.get(from) ?? []), ...others]));
  }
  return graph;
}

const importedBy = (graph: ImportGraph, module: string): ReadonlySet<string> =>
  graph.get(module) ?? new Set();

/** All modules that a module reaches by imports, including itself if it is in a cycle. */
function reachedFrom(graph: ImportGraph, module: string): Set<string> {
  const reached = new Set(importedBy(graph, module));
  for (const each of reached) for (const next of importedBy(graph, each)) reached.add(next);
  return reached;
}

/** The import cycles, each once. */
export function cyclesOf(graph: ImportGraph): string[][] {
  const reached = new Map([...graph.keys()].map((module) => [module, reachedFrom(graph, module)]));
  const cycles = [...graph.keys()]
    .filter((module) => reached.get(module)?.has(module))
    .map((module) =>
      [...graph.keys()].filter(
        (other) => reached.get(module)?.has(other) && reached.get(other)?.has(module),
      ),
    );
  return [...new Map(cycles.map((cycle) => [cycle.join(), cycle])).values()];
}

/**
 * Modules from top to bottom, each before those that it imports. In a cycle, the module with the
 * highest number of imports minus importers comes first.
 */
function sorted(graph: ImportGraph): string[] {
  const left = new Set(graph.keys());
  const reached = new Map([...left].map((module) => [module, reachedFrom(graph, module)]));
  const reaches = (from: string, to: string): boolean => reached.get(from)?.has(to) ?? false;
  /** Whether no remaining module is above it, except those in a cycle with it. */
  const isTop = (module: string): boolean =>
    [...left].every((other) => !reaches(other, module) || reaches(module, other));
  const imports = (module: string): number =>
    [...importedBy(graph, module)].filter((to) => left.has(to)).length;
  const importers = (module: string): number =>
    [...left].filter((other) => importedBy(graph, other).has(module)).length;
  const rank = (module: string): number => imports(module) - importers(module);
  const order: string[] = [];
  while (left.size > 0) {
    const next = [...left]
      .filter(isTop)
      .reduce((best, module) => (rank(module) > rank(best) ? module : best));
    order.push(next);
    left.delete(next);
  }
  return order;
}

/** Imports from a lower module to a higher one. Without them there are no cycles. */
export function upwardImports(graph: ImportGraph): [string, string][] {
  const place = new Map(sorted(graph).map((module, index) => [module, index]));
  return [...graph].flatMap(([from, imported]) =>
    [...imported]
      .filter((to) => (place.get(to) ?? 0) < (place.get(from) ?? 0))
      .map((to): [string, string] => [from, to]),
  );
}

/** The graph without its upward imports, and so without cycles. */
export function downward(graph: ImportGraph): ImportGraph {
  const upward = new Set(upwardImports(graph).map((pair) => pair.join('\n')));
  return new Map(
    [...graph].map(([from, imported]) => [
      from,
      new Set([...imported].filter((to) => !upward.has(`${from}\n${to}`))),
    ]),
  );
}

/** Layers from the top: a module is one layer above the highest module that it imports. */
export function layersOf(graph: ImportGraph): string[][] {
  const below = downward(graph);
  const heights = new Map<string, number>();
  for (const module of sorted(graph).reverse()) {
    const imported = [...importedBy(below, module)].map((to) => heights.get(to) ?? 0);
    heights.set(module, Math.max(-1, ...imported) + 1);
  }
  const layers: string[][] = [];
  for (const [module, height] of heights) {
    layers[height] = [...(layers[height] ?? []), module].sort();
  }
  return layers.reverse();
}

/**
 * The imports that do not follow from others (transitive reduction), for a graph without cycles.
 */
export function necessaryImports(graph: ImportGraph): [string, string][] {
  return [...graph].flatMap(([from, imported]) =>
    [...imported]
      .filter((to) => ![...imported].some((between) => reachedFrom(graph, between).has(to)))
      .map((to): [string, string] => [from, to]),
  );
}
