import { subgraphNames } from '../../config/subgraphs';
import {
  listenersOn,
  type NamedProcess,
  type ProcessWithVariables,
  processesWhere,
} from '../../platform/process/listening-processes';
import { namedPorts, type ReleaseSettings } from './addresses';
import { type Slot, slots } from './haproxy';
import {
  isRunning,
  type ReleaseFolder,
  type ReleaseState,
  type StartedProcess,
  startedProcess,
} from './state';

/** A process that listens on a port of releases. */
export interface PortHolder extends NamedProcess {
  readonly name: string;
  readonly port: number;
  /** Whether a release has started it. */
  readonly isOurs: boolean;
}

type Variables = Readonly<Record<string, string>>;

const isOf = (folder: ReleaseFolder, name: Slot | 'haproxy', variables: Variables): boolean =>
  name === 'haproxy'
    ? variables.RELEASE_SOCKET === folder.socket
    : variables.ORDERPROCESSING_DATA_FOLDER === folder.dataOf(name);

const startedWhere = (isSelected: (variables: Variables) => boolean): StartedProcess[] =>
  processesWhere(isSelected).map(({ pid }) => startedProcess(pid));

/**
 * Running processes that releases have started as this one. A supervisor that is killed may have
 * started one and not recorded it.
 */
export const startedAs = (folder: ReleaseFolder, name: Slot | 'haproxy'): StartedProcess[] =>
  startedWhere((variables) => isOf(folder, name, variables));

/**
 * All running processes that releases have started: those in the state, and those with the folders
 * of releases in their environment, in case the state was lost.
 */
export function startedProcesses(
  folder: ReleaseFolder,
  state: ReleaseState | null,
): StartedProcess[] {
  const known = state === null ? [] : [...Object.values(state.versions), state.haproxy];
  const found = startedWhere((variables) =>
    (['haproxy', ...slots] as const).some((name) => isOf(folder, name, variables)),
  );
  const all = [...known, ...found].flatMap((one) => (one !== null && isRunning(one) ? [one] : []));
  return [...new Map(all.map((one) => [one.pid, one])).values()];
}

/** All processes that listen on a port of releases. */
export function portHolders({ configuration, folder }: ReleaseSettings): PortHolder[] {
  const ours = new Set(startedProcesses(folder, folder.read()).map(({ pid }) => pid));
  return namedPorts(configuration).flatMap(({ name, port }) =>
    listenersOn(port).map((holder) => ({ ...holder, name, port, isOurs: ours.has(holder.pid) })),
  );
}

/** The shops that use these databases according to their environment. */
export function shopsOnDatabases({ configuration }: ReleaseSettings): ProcessWithVariables[] {
  const { database } = configuration;
  const isShared = (variables: Variables) =>
    subgraphNames.some((name) => {
      const { url } = database[name];
      return (
        url !== null && variables[`ORDERPROCESSING_DATABASE_${name.toUpperCase()}_URL`] === url
      );
    });
  return processesWhere(isShared).filter(({ command }) => / start( |$)/.test(command));
}
