import { createReadStream, fdatasyncSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/** Nothing that the sandbox writes comes near this; a longer line is damage. */
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
 * An append-only file of lines. Writes are grouped, so that one fsync answers many who wait: all
 * that came in one turn of the event loop, and while the disk is busy the next requests gather in
 * their sockets. The process does nothing else meanwhile: a thread that waits for the disk costs a
 * fifth of the CPU of an authorization for waking it and being woken.
 *
 * A failed write ends it for good: after a failed fsync nobody knows what the disk holds
 * (https://wiki.postgresql.org/wiki/Fsync_Errors), so the process has to end and read again.
 */
export class Journal {
  private gathering: Batch = { lines: [], waiters: [] };
  private isScheduled = false;
  private broken: Error | null = null;
  /** How often the disk was asked to sync. */
  syncs = 0;

  private constructor(
    private readonly filePath: string,
    private readonly handle: FileHandle,
    private durableBytes: number,
    private readonly onFailure: (error: Error) => void,
  ) {}

  /**
   * Opens or creates the file and hands every line to `replay`, oldest first. An unreadable end
   * (what a crash in the middle of a write leaves; nobody was answered) is cut off.
   * Throws when the folder cannot be written, when a line before the end is damaged, or when
   * `replay` throws for anything but a SyntaxError.
   */
  static async open(
    filePath: string,
    replay: (line: string) => void,
    onFailure: (error: Error) => void,
  ): Promise<Journal> {
    await mkdir(path.dirname(filePath), { recursive: true, mode: 0o700 });
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
    // After the poll phase: all requests that arrived together share the sync.
    setImmediate(() => this.flush());
  }

  /** Resolves when everything appended so far is on disk; rejects when it never will be. */
  durable(): Promise<void> {
    if (this.broken) return Promise.reject(this.broken);
    const { lines, waiters } = this.gathering;
    if (lines.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => waiters.push({ resolve, reject }));
  }

  /** All durable lines, oldest first, in chunks; lines appended meanwhile are not among them. */
  read(): AsyncGenerator<string[]> {
    return chunksOfLines(this.filePath, this.durableBytes);
  }

  /** Writes what is queued and closes the file. Appending is an error from now on. */
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
      this.fail(error instanceof Error ? error : new Error(String(error)), batch);
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

/** Without this a crash of the machine could forget that the file exists. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Returns how many bytes from the start hold whole, readable lines. */
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
      // Only the end may be torn: anything else would mean forgetting what was answered.
      if (isGood && isDamaged) {
        throw new Error(`${filePath} is damaged at byte ${goodBytes}, with good lines after it.`);
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

/** The whole lines of the first `size` bytes; bytes after the last newline are left out. */
async function* chunksOfLines(filePath: string, size: number): AsyncGenerator<string[]> {
  if (size === 0) return;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(filePath, { start: 0, end: size - 1 })) {
    const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = bytes.lastIndexOf(newline);
    rest = bytes.subarray(end + 1);
    if (rest.length > lineBytesMax) throw new Error(`${filePath} holds a line without an end.`);
    if (end >= 0) yield bytes.toString('utf8', 0, end).split('\n');
  }
}
