import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';

export interface FileWatch {
  stop(): void;
}

/** Polling finds changes that the system does not report (network drives, folders created later). */
const pollMs = 2_000;
/** A file is read once it has not changed for this long. */
const debounceMs = 150;

/** Follows links: a mounted configuration changes by a link that is swapped, not by a write. */
function fingerprintOf(file: string): string {
  try {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    if (!found) return `${file} is missing`;
    const { ino, size, mtimeNs, ctimeNs } = found;
    return `${file} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return `${file} cannot be read`;
  }
}

/** What the watches of this process check, with one timer, so that an idle process wakes once. */
const polled = new Set<() => void>();
let poll: NodeJS.Timeout | undefined;

/** @returns a function that ends it. */
function pollRegularly(check: () => void): () => void {
  polled.add(check);
  poll ??= setInterval(() => {
    for (const each of polled) each();
  }, pollMs).unref();
  return () => {
    polled.delete(check);
    if (polled.size > 0) return;
    clearInterval(poll);
    poll = undefined;
  };
}

/**
 * Calls back when a file was created, changed or deleted: at once if the system reports it,
 * otherwise within two seconds. Does not keep the process alive.
 * @param files called each time, because a file may name further files.
 */
export function watchFiles(files: () => readonly string[], onChange: () => void): FileWatch {
  const fingerprint = () => files().map(fingerprintOf).join('\n');
  let reported = fingerprint();
  let pending: string | null = null;
  let debounceTimer: NodeJS.Timeout | undefined;
  const folders = new Map<string, FSWatcher>();

  const check = (): void => {
    listen();
    const now = fingerprint();
    if (now === reported) {
      pending = null;
    } else if (now === pending) {
      reported = now;
      pending = null;
      onChange();
    } else {
      pending = now;
      scheduleCheck();
    }
  };
  const scheduleCheck = (): void => {
    clearTimeout(debounceTimer);
    debounceTimer = setTimeout(check, debounceMs).unref();
  };

  /** A folder that does not exist is left to polling. */
  function listen(): void {
    for (const folder of new Set(files().map((file) => dirname(file)))) {
      if (folders.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, scheduleCheck);
        folders.set(folder, watcher);
        watcher.on('error', () => {
          watcher.close();
          folders.delete(folder);
        });
      } catch {
        // Polling finds the change a little later.
      }
    }
  }

  listen();
  const endPolling = pollRegularly(check);
  return {
    stop() {
      endPolling();
      clearTimeout(debounceTimer);
      for (const watcher of folders.values()) watcher.close();
      folders.clear();
    },
  };
}
