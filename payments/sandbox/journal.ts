import { createReadStream, fdatasyncSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { createFolder } from '../../platform/files/make-folder';
import { asError } from '../../platform/values/as-error';

/** Far more than any line of the sandbox; a longer line means damage. */
const lineBytesMax = 64 * 1024;
const newline = 0x0a;

interface Waiter {
  resolve: () => void;
  reject: (error: Error) => void;
}
interface Batch {
  lines: string[];
  waiters: Waiter[];
}

/**
 * An append-only file of lines with group commit: one fsync covers all lines of an event-loop turn,
 * while further requests wait in their sockets. The sync blocks the process on purpose: handing it
 * to a thread and back would cost a fifth of the CPU of an authorization.
 *
 * A failed write is final: after a failed fsync the contents of the disk are unknown
 * (https://wiki.postgresql.org/wiki/Fsync_Errors), so the process must exit and read them again.
 */
export class Journal {
  private gathering: Batch = { lines: [], waiters: [] };
  private isScheduled = false;
  private broken: Error | null = null;
  /** Number of syncs. */
  syncs = 0;

  private constructor(
    private readonly filePath: string,
    private readonly handle: FileHandle,
    private durableBytes: number,
    private readonly onFailure: (error: Error) => void,
  ) {}

  /**
   * Opens or creates the file and passes every line to `replay`, oldest first. An unreadable end,
   * left by a crash during a write that was never acknowledged, is truncated.
   * Throws if the folder cannot be written, a line before the end is damaged, or `replay` throws
   * anything but a SyntaxError.
   */
  static async open(
    filePath: string,
    replay: (line: string) => void,
    onFailure: (error: Error) => void,
  ): Promise<Journal> {
    createFolder(path.dirname(filePath), 0o700);
    const handle = await open(filePath, 'a+', 0o600);
    try {
      const { size } = await handle.stat();
      const goodBytes = await replayAll(filePath, size, replay);
      if (goodBytes < size) await handle.truncate(goodBytes);
      await handle.sync();
      await syncFolder(path.dirname(filePath));
      return new Journal(filePath, handle, goodBytes, onFailure);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Queues a line; it is on disk once `durable` resolves. Throws after `close` or a failure. */
  append(line: string): void {
    if (this.broken) throw this.broken;
    this.gathering.lines.push(line);
    if (this.isScheduled) return;
    this.isScheduled = true;
    // Runs after the poll phase, so that all requests that arrived together share the sync.
    setImmediate(() => this.flush());
  }

  /** Resolves when everything appended so far is on disk; rejects if that failed. */
  durable(): Promise<void> {
    if (this.broken) return Promise.reject(this.broken);
    const { lines, waiters } = this.gathering;
    if (lines.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => waiters.push({ resolve, reject }));
  }

  /** All durable lines, oldest first, in chunks, without lines that are appended later. */
  read(): AsyncGenerator<string[]> {
    return chunksOfLines(this.filePath, this.durableBytes);
  }

  /** Writes the queued lines and closes the file. Appending afterwards is an error. */
  async close(): Promise<void> {
    const written = this.durable();
    this.broken ??= new Error('The journal is closed.');
    try {
      await written;
    } finally {
      await this.handle.close();
    }
  }

  private flush(): void {
    this.isScheduled = false;
    const batch = this.gathering;
    this.gathering = { lines: [], waiters: [] };
    try {
      this.write(batch.lines);
    } catch (error) {
      this.fail(asError(error), batch);
      return;
    }
    for (const waiter of batch.waiters) waiter.resolve();
  }

  private write(lines: string[]): void {
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    let written = 0;
    while (written < bytes.length) written += writeSync(this.handle.fd, bytes, written);
    this.syncs += 1;
    fdatasyncSync(this.handle.fd);
    this.durableBytes += bytes.length;
  }

  private fail(error: Error, batch: Batch): void {
    this.broken = error;
    for (const waiter of batch.waiters) waiter.reject(error);
    this.onFailure(error);
  }
}

/**
 * Syncs the folder of a file, because a crash of the machine could otherwise lose the file itself.
 */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Returns the length in bytes of the complete, readable lines at the start. */
async function replayAll(
  filePath: string,
  size: number,
  replay: (line: string) => void,
): Promise<number> {
  let goodBytes = 0;
  let isDamaged = false;
  for await (const lines of chunksOfLines(filePath, size)) {
    for (const line of lines) {
      const isGood = replayOne(line, replay);
      // Only the end may be torn; truncating more would lose acknowledged lines.
      if (isGood && isDamaged) {
        throw new Error(`${filePath} is damaged at byte ${goodBytes}, with intact lines after it.`);
      }
      if (isGood) goodBytes += Buffer.byteLength(line) + 1;
      else isDamaged = true;
    }
  }
  return goodBytes;
}

function replayOne(line: string, replay: (line: string) => void): boolean {
  try {
    replay(line);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The complete lines of the first `size` bytes, without bytes after the last newline. */
async function* chunksOfLines(filePath: string, size: number): AsyncGenerator<string[]> {
  if (size === 0) return;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(filePath, { start: 0, end: size - 1 })) {
    const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = bytes.lastIndexOf(newline);
    rest = bytes.subarray(end + 1);
    if (rest.length > lineBytesMax) throw new Error(`${filePath} has a line that is too long.`);
    if (end >= 0) yield bytes.toString('utf8', 0, end).split('\n');
  }
}
