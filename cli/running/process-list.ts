import { rmSync } from 'node:fs';
import path from 'node:path';
import { readJsonIfThere } from '../../platform/process/read-json';
import { replaceIfPossible } from '../../platform/process/replace-file';
import type { Logger } from '../../platform/telemetry/logger';

/** The processes of a supervised shop that are ready or were; in its data folder. */
export interface ProcessList {
  /** The process id of the supervisor. */
  readonly pid: number;
  readonly processes: readonly ListedProcess[];
}

export interface ListedProcess {
  readonly name: string;
  readonly adminPort: number;
}

const fileOf = (dataFolder: string): string => path.join(dataFolder, 'processes.json');

/** @returns null if no supervisor has written one. */
export const readProcessList = (dataFolder: string): ProcessList | null =>
  readJsonIfThere(fileOf(dataFolder)) as ProcessList | null;

/** Keeps the list of the processes that this supervisor has started. */
export function keepProcessList(dataFolder: string, logger: Logger) {
  const adminPorts = new Map<string, number>();
  const file = fileOf(dataFolder);
  return {
    set: (name: string, adminPort: number): void => {
      adminPorts.set(name, adminPort);
      const processes = [...adminPorts].map(([own, port]) => ({ name: own, adminPort: port }));
      const list: ProcessList = { pid: process.pid, processes };
      replaceIfPossible(file, `${JSON.stringify(list)}\n`, logger);
    },
    remove: (): void => rmSync(file, { force: true }),
  };
}
