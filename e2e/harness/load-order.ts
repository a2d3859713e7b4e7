import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const statement = /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\bfrom\s+)?'([^']+)';/gm;

function fileOf(from: string, specifier: string): string | null {
  const target = path.resolve(path.dirname(from), specifier);
  const candidates = [`${target}.ts`, path.join(target, 'index.ts')];
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

/**
 * The modules that an entry loads, in order of first load: our files by path, packages by name. A
 * file comes before its imports; type imports are ignored.
 */
export function loadOrder(entry: string): string[] {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(statement)) {
      if (!specifier.startsWith('.')) {
        loaded.add(specifier);
        continue;
      }
      const found = fileOf(file, specifier);
      if (found !== null) load(found);
    }
  };
  load(entry);
  return [...loaded];
}
