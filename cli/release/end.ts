import { messageOf } from '../program/results';
import { namedProcess, type ReleaseSettings } from './addresses';
import type { Slot } from './haproxy';
import { portHolders, startedAs, startedProcesses } from './running';
import { isRunning, type ReleaseFolder, type StartedProcess } from './state';
import { stopProcess } from './stop-process';

/** A process that was not ended. */
export interface Leftover {
  readonly pid: number;
  /** A sentence that says what it is and why it still runs. */
  readonly reason: string;
}

async function tryToStop(started: StartedProcess): Promise<Leftover[]> {
  try {
    await stopProcess(started);
    return [];
  } catch (error) {
    return [{ pid: started.pid, reason: messageOf(error) }];
  }
}

/**
 * Ends what was started as this version, or as HAProxy, and is in no record.
 * @throws CommandError if it still runs.
 */
export async function endStartedAs(folder: ReleaseFolder, name: Slot | 'haproxy'): Promise<void> {
  await Promise.all(startedAs(folder, name).map(stopProcess));
}

/** The processes that listen on a port of releases and were not started by one. */
const strangersOf = (settings: ReleaseSettings): Leftover[] =>
  portHolders(settings)
    .filter(({ isOurs }) => !isOurs)
    .map((holder) => ({
      pid: holder.pid,
      reason: `Port ${holder.port} (${holder.name}) is in use by ${namedProcess(holder)}, which no release started: it was left alone.`,
    }));

/**
 * Ends every version, also one that the state does not name, then HAProxy.
 * @returns what it could not end.
 */
export async function endReleases(settings: ReleaseSettings): Promise<Leftover[]> {
  const { folder } = settings;
  const state = folder.read();
  const haproxy = state?.haproxy ?? null;
  const others = startedProcesses(folder, state).filter(({ pid }) => pid !== haproxy?.pid);
  const leftovers = (await Promise.all(others.map(tryToStop))).flat();
  if (haproxy !== null) leftovers.push(...(await tryToStop(haproxy)));
  const running = Object.entries(state?.versions ?? {}).filter(([, version]) => isRunning(version));
  folder.update({
    haproxy: haproxy !== null && isRunning(haproxy) ? haproxy : null,
    versions: Object.fromEntries(running),
    active: null,
    inProgress: null,
    isTakenBack: false,
    outcome: null,
  });
  return [...leftovers, ...strangersOf(settings)];
}
