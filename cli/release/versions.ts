import path from 'node:path';
import { Agent, type Dispatcher, request } from 'undici';
import { listensOn } from '../../platform/process/listening-processes';
import {
  demandFree,
  localhost,
  portOf,
  portsOf,
  type ReleaseSettings,
  versionEnvironment,
  versionOrigin,
} from './addresses';
import { shareAuditHeads } from './audit-heads';
import { startInBackground } from './background';
import { commitOf, programOf } from './builds';
import type { Slot } from './haproxy';
import { startedProcess, type Version } from './state';
import { type VersionTls, versionTls } from './version-tls';

const startDeadlineMs = 150_000;
const readyAnswerMs = 2_000;

/** Connects to a version as HAProxy does: its certificate must have the name. */
export const versionAgent = (tls: VersionTls | null): Agent =>
  new Agent(tls === null ? {} : { connect: { servername: tls.name } });

async function answersReady(origin: string, dispatcher: Dispatcher): Promise<boolean> {
  const signal = AbortSignal.timeout(readyAnswerMs);
  const answer = await request(`${origin}/ready`, { dispatcher, signal }).catch(() => null);
  await answer?.body.dump();
  return answer?.statusCode === 200;
}

export interface VersionStart {
  readonly slot: Slot;
  readonly build: string;
  /** Called with the version while it is still starting. */
  readonly onSpawn: (version: Version) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts a version beside the other one, on ports of its own. It migrates the databases first. It
 * is ready once the started process answers, and not another one on its port.
 * @throws CommandError if its ports are taken, or it is not ready in time.
 */
export async function startVersion(
  settings: ReleaseSettings,
  { slot, build: given, onSpawn, signal }: VersionStart,
): Promise<Version> {
  const { configuration, folder } = settings;
  const build = path.resolve(given);
  const program = programOf(build);
  signal?.throwIfAborted();
  for (const port of portsOf(configuration, slot)) await demandFree(localhost, port, slot);
  shareAuditHeads(folder, slot);
  const port = portOf(configuration, slot);
  const commit = commitOf(build);
  const agent = versionAgent(versionTls(configuration));
  const versionOf = (pid: number) => ({ ...startedProcess(pid), slot, build, commit, port });
  const pid = await startInBackground({
    name: `The version ${slot}`,
    command: process.execPath,
    args: [program, 'start'],
    environment: versionEnvironment(settings, slot),
    workingFolder: settings.workingFolder,
    log: folder.logOf(slot),
    isReady: async (started) =>
      (await answersReady(versionOrigin(configuration, slot), agent)) && listensOn(started, port),
    startDeadlineMs,
    onSpawn: (started) => onSpawn(versionOf(started)),
    signal,
  }).finally(() => agent.destroy());
  return versionOf(pid);
}
