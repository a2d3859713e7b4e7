import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createFolder } from '../../platform/files/make-folder';

const pollMs = 25;

/**
 * Locks the folder for this process and resolves to a function that releases it. Two writers would
 * not see each other's keys and repeat effects.
 *
 * The lock is a socket in Linux's abstract namespace (unix(7)): it disappears with the process,
 * even after a crash, and leaves no stale file. On other systems nothing is locked.
 *
 * Throws if another process still has the lock after `deadlineMs`, or the folder is unusable.
 */
export async function lockFolder(folder: string, deadlineMs: number): Promise<() => Promise<void>> {
  createFolder(folder, 0o700);
  if (process.platform !== 'linux') return async () => undefined;
  const digest = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex');
  const name = `\0orderprocessing-payments-${digest.slice(0, 32)}`;
  const deadlineAt = performance.now() + deadlineMs;
  for (;;) {
    const holder = await listenOn(name);
    if (holder) return () => new Promise((resolve) => holder.close(() => resolve()));
    if (performance.now() > deadlineAt) throw new Error('another payment sandbox is using it');
    await wait(pollMs);
  }
}

/** Null if another process uses the name. */
function listenOn(name: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(name, () => resolve(server));
    server.unref();
  });
}
