import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive, startTimeOf } from '../../platform/process/process-table';
import type { Slot } from './haproxy';

/** Ids of processes are used again, so the time of the start belongs to one. */
export interface StartedProcess {
  readonly pid: number;
  readonly startTime: string;
}

/** A build that runs behind the balancer. */
export interface Version extends StartedProcess {
  readonly slot: Slot;
  /** The folder of the project; its `dist/` runs. */
  readonly build: string;
  readonly commit: string;
  /** Of its gateway. */
  readonly port: number;
}

export interface ReleaseState {
  readonly haproxy: StartedProcess;
  /** Origin of the public port. */
  readonly url: string;
  /** The version that gets the requests when no release runs. */
  readonly active: Slot | null;
  readonly versions: Partial<Readonly<Record<Slot, Version>>>;
  /** How the latest release ended. */
  readonly outcome: string | null;
}

export const startedProcess = (pid: number): StartedProcess => ({
  pid,
  startTime: String(startTimeOf(pid)),
});

export const isRunning = ({ pid, startTime }: StartedProcess): boolean =>
  isAlive(pid) && String(startTimeOf(pid)) === startTime;

/** What is known of releases, in a folder of the data folder. */
export class ReleaseFolder {
  constructor(readonly path: string) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  get socket(): string {
    return path.join(this.path, 'haproxy.sock');
  }

  /** Certificate and key of the public port, for HAProxy. */
  get certificate(): string {
    return path.join(this.path, 'certificate.pem');
  }

  logOf(name: Slot | 'haproxy'): string {
    return path.join(this.path, `${name}.log`);
  }

  /** @returns null before the first release. */
  read(): ReleaseState | null {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as ReleaseState;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  write(state: ReleaseState): void {
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`);
    renameSync(draft, this.file);
  }

  private get file(): string {
    return path.join(this.path, 'release.json');
  }
}
