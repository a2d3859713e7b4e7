import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';

export interface FileWatch {
  stop(): void;
}

/** Where the system tells of no change (network drives, folders that come later), this finds it. */
const pollMs = 2_000;
/** A file that is just being written is read when it has been still for so long. */
const debounceMs = 150;

/** Follows links: a mounted configuration changes by a link that is swapped, not by a write. */
function fingerprintOf(file: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return `${file} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return `${file} is away`;
  }
}

/**
 * Calls when one of the files has appeared, changed or gone: at once where the system tells, else
 * within two seconds. Keeps no process alive.
 * @param files asked each time, as what was read may name others.
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

  /** A folder that is not there yet, or any more, is left to the poll. */
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
        // The poll sees the same, a little later.
      }
    }
  }

  listen();
  const poll = setInterval(check, pollMs).unref();
  return {
    stop() {
      clearInterval(poll);
      clearTimeout(debounceTimer);
      for (const watcher of folders.values()) watcher.close();
      folders.clear();
    },
  };
}
