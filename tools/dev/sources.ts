import { type FSWatcher, readdirSync, watch } from 'node:fs';
import path from 'node:path';

/** Collects the files of one change: an editor that formats, a checkout. */
const settleMs = 40;
const settleMaxMs = 500;

/** Top-level folders without sources. */
const leftOut = new Set(['node_modules', 'dist', 'coverage', 'docs']);

/** Files that the shop reads when it starts, besides its code. */
const readAtStart = /^(config|client)\/.*\.json$|^prisma\/.*\.(prisma|sql)$/;
const isTest = /\.test\.ts$|(^|\/)testing\//;

const matters = (file: string): boolean =>
  (file.endsWith('.ts') && !isTest.test(file)) || readAtStart.test(file);

export interface SavedFiles {
  /** Paths from the root, with slashes. */
  readonly files: readonly string[];
  /** performance.now() at the first event. */
  readonly atMs: number;
}

/**
 * Watches the sources below the root.
 * @param onSave called with each batch of files that were written, created or removed.
 * @returns a function that stops watching.
 */
export function watchSources(root: string, onSave: (saved: SavedFiles) => void): () => void {
  const saved = new Set<string>();
  let firstAtMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    const files = [...saved];
    saved.clear();
    onSave({ files, atMs: firstAtMs });
  };
  const note = (file: string) => {
    if (!matters(file)) return;
    const now = performance.now();
    if (saved.size === 0) firstAtMs = now;
    saved.add(file);
    clearTimeout(timer);
    timer = setTimeout(flush, now - firstAtMs > settleMaxMs ? 0 : settleMs);
  };
  const watchers = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .filter(({ name }) => !leftOut.has(name))
    .map(({ name }): FSWatcher => {
      const folder = path.join(root, name);
      return watch(folder, { recursive: true }, (_, file) => {
        if (file !== null) note(path.posix.join(name, ...file.split(path.sep)));
      });
    });
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
