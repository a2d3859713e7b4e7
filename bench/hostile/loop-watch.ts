import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { processesOf } from '../measure/processes';
import type { LoopSample } from './probe';

/** A measurement with the name of its process from `processName`. */
export interface NamedLoopSample extends LoopSample {
  readonly process: string;
  readonly pid: number;
}

/**
 * How long the process itself blocked its event loop: the longest turn without the time it waited
 * for a core. Each of the two estimates may be too low within one measurement; the larger one
 * counts.
 */
export const blockedMs = ({ turnMs, cpuMs, waitedMs }: LoopSample): number =>
  Math.max(turnMs - waitedMs, Math.min(turnMs, cpuMs));

const filePattern = /^probe-(\d+)\.jsonl$/;
const readBytes = 1 << 20;

/** Reads the files that the probes write in the folder of a shop. */
export class LoopWatch {
  private readonly offsets = new Map<string, number>();
  private readonly rests = new Map<string, string>();
  private readonly names = new Map<number, string>();

  constructor(
    private readonly folder: string,
    private readonly rootPid: number,
  ) {}

  /** The running processes of the shop. */
  processes() {
    return processesOf(this.rootPid);
  }

  /** Measurements since the last call, unordered. */
  read(): NamedLoopSample[] {
    for (const { pid, name } of this.processes()) this.names.set(pid, name);
    return readdirSync(this.folder).flatMap((file) => {
      const pid = Number(filePattern.exec(file)?.[1] ?? 0);
      if (pid === 0) return [];
      const process = this.names.get(pid) ?? 'ended';
      return this.linesOf(file).map((line): NamedLoopSample => {
        return { ...(JSON.parse(line) as LoopSample), process, pid };
      });
    });
  }

  private linesOf(file: string): string[] {
    const text = (this.rests.get(file) ?? '') + this.textOf(file);
    const lines = text.split('\n');
    this.rests.set(file, lines.pop() ?? '');
    return lines;
  }

  private textOf(file: string): string {
    const descriptor = openSync(path.join(this.folder, file), 'r');
    try {
      const buffer = Buffer.alloc(readBytes);
      const chunks: string[] = [];
      for (;;) {
        const offset = this.offsets.get(file) ?? 0;
        const length = readSync(descriptor, buffer, 0, readBytes, offset);
        if (length === 0) return chunks.join('');
        this.offsets.set(file, offset + length);
        chunks.push(buffer.toString('latin1', 0, length));
      }
    } finally {
      closeSync(descriptor);
    }
  }
}
