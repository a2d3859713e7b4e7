import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createFolder } from '../../platform/files/make-folder';
import { type DataFolder, lockFolder } from '../../platform/process/data-folder';
import { isAlive, startTimeOf } from '../../platform/process/process-table';
import { readJsonIfThere } from '../../platform/process/read-json';
import { replaceFile } from '../../platform/process/replace-file';
import { otherSlot, type Slot } from './haproxy';

/** A process id with the start time, because process ids are reused. */
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
  /** The port of the version's gateway. */
  readonly port: number;
}

export type Versions = Partial<Readonly<Record<Slot, Version>>>;

export interface ReleaseState {
  readonly haproxy: StartedProcess | null;
  /** Origin of the public port. */
  readonly url: string;
  /** The version that gets the requests when no release runs. */
  readonly active: Slot | null;
  /** Every version that was started and is not known to have ended. */
  readonly versions: Versions;
  /** The version of an unfinished release; it is taken back if that release ends. */
  readonly inProgress: Slot | null;
  /** Whether the latest release was taken back, so that the previous version has the requests. */
  readonly isTakenBack: boolean;
  /** How the latest release ended. */
  readonly outcome: string | null;
}

/** The state before the first release. */
export const noReleases: ReleaseState = {
  haproxy: null,
  url: '',
  active: null,
  versions: {},
  inProgress: null,
  isTakenBack: false,
  outcome: null,
};

export const startedProcess = (pid: number): StartedProcess => ({
  pid,
  startTime: String(startTimeOf(pid)),
});

export const isRunning = ({ pid, startTime }: StartedProcess): boolean =>
  isAlive(pid) && String(startTimeOf(pid)) === startTime;

export const named = ({ slot, commit }: Version): string => `${slot} (${commit})`;

/** The name of what a slot has, also if nothing of it is recorded. */
export function nameIn(versions: Versions, slot: Slot): string {
  const version = versions[slot];
  return version === undefined ? slot : named(version);
}

export const runsAny = ({ versions }: ReleaseState): boolean =>
  Object.values(versions).some(isRunning);

/** The version to which a rollback of the latest release returns; null if it does not run. */
export function previousVersion(state: ReleaseState): Version | null {
  const { active, inProgress, isTakenBack, versions } = state;
  if (active === null || inProgress !== null || isTakenBack) return null;
  const version = versions[otherSlot(active)];
  return version !== undefined && isRunning(version) ? version : null;
}

/** Every version except the one in the slot. */
export function withoutSlot(versions: Versions, slot: Slot): Versions {
  const { [slot]: _removed, ...others } = versions;
  return others;
}

/** Space for the state on a full disk: a version that fills it with its log must be taken back. */
const reservedBytes = 65_536;

/** The folder with the state of releases, below the data folder. */
export class ReleaseFolder {
  readonly path: string;

  /** @param replace is another one in tests. */
  constructor(
    given: string,
    private readonly replace = replaceFile,
  ) {
    this.path = path.resolve(given);
  }

  /** Creates the folder, with its reserve: a command that finds no release leaves none. */
  create(): void {
    createFolder(this.path, 0o700);
    try {
      writeFileSync(this.reserve, randomBytes(reservedBytes), { flag: 'wx' });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return;
      rmSync(this.reserve, { force: true });
      if (code !== 'ENOSPC') throw error;
    }
  }

  /**
   * Creates the folder, and locks it for the supervisor, or for a command that does its work.
   * @throws Error if another process has locked it.
   */
  lock(): DataFolder {
    this.create();
    return lockFolder(this.path);
  }

  /** The socket of HAProxy's runtime API. */
  get socket(): string {
    return path.join(this.path, 'haproxy.sock');
  }

  /** The socket of the supervisor. */
  get control(): string {
    return path.join(this.path, 'control.sock');
  }

  /** Certificate and key of the public port, for HAProxy. */
  get certificate(): string {
    return path.join(this.path, 'certificate.pem');
  }

  logOf(name: Slot | 'haproxy' | 'supervisor'): string {
    return path.join(this.path, `${name}.log`);
  }

  /** The data folder of a version. */
  dataOf(slot: Slot): string {
    return path.join(this.path, slot);
  }

  /** @returns null before the first release. */
  read(): ReleaseState | null {
    const read = readJsonIfThere(this.file) as Partial<ReleaseState> | null;
    return read && { ...noReleases, ...read };
  }

  /** Changes these fields; it is synchronous, so nobody else writes in between. */
  update(change: Partial<ReleaseState>): void {
    const state = { ...noReleases, ...this.read(), ...change };
    const text = `${JSON.stringify(state, null, 2)}\n`;
    try {
      this.replace(this.file, text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      rmSync(this.reserve, { force: true });
      this.replace(this.file, text);
    }
  }

  private get reserve(): string {
    return path.join(this.path, 'reserve');
  }

  private get file(): string {
    return path.join(this.path, 'release.json');
  }
}
