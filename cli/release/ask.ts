import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { authorityEnvironment, settingVariables } from '../../platform/config/child-environment';
import { dataFolderHolder } from '../../platform/process/data-folder';
import { waitUntil } from '../../platform/process/process-table';
import { CommandError } from '../program/exit-codes';
import { startInBackground } from './background';
import { lineOf, type ReleaseRequest, type Reply } from './requests';
import type { ReleaseFolder } from './state';

/** The start may have to take back an unfinished release, which drains a version. */
const startDeadlineMs = 60_000;
const connectDeadlineMs = 30_000;
const pollMs = 50;
/** A second signal within this time is the same Ctrl-C, forwarded by npm. */
const sameSignalMs = 1_000;
const interrupted = 130;

const program = path.join(__dirname, '..', 'orderprocessing.js');

/** The process id of the folder's supervisor; null if none runs. */
export const supervisorOf = (folder: ReleaseFolder): number | null => dataFolderHolder(folder.path);

async function tryToConnect(folder: ReleaseFolder): Promise<Socket | null> {
  const socket = connect({ path: folder.control, allowHalfOpen: true });
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return null;
  }
}

async function canConnect(folder: ReleaseFolder): Promise<boolean> {
  const socket = await tryToConnect(folder);
  socket?.destroy();
  return socket !== null;
}

/** Starts a supervisor that outlives this command, its terminal and its job. */
async function startSupervisor(folder: ReleaseFolder): Promise<void> {
  const starting = startInBackground({
    name: 'The supervisor of releases',
    command: process.execPath,
    args: [program, 'release', 'supervise', '--no-restore'],
    environment: { ...settingVariables(), ...authorityEnvironment() },
    log: folder.logOf('supervisor'),
    isReady: async (pid) => supervisorOf(folder) === pid && (await canConnect(folder)),
    startDeadlineMs,
  });
  await starting.catch((error: unknown) => {
    // Another command may have started one in the same moment.
    if (supervisorOf(folder) === null) throw error;
  });
}

/** Connects to the supervisor, which is started if there is none. */
async function reachSupervisor(folder: ReleaseFolder): Promise<Socket> {
  const deadline = performance.now() + connectDeadlineMs;
  while (performance.now() < deadline) {
    if (supervisorOf(folder) === null) await startSupervisor(folder);
    const socket = await tryToConnect(folder);
    if (socket !== null) return socket;
    await pause(pollMs);
  }
  throw new CommandError(
    `The supervisor of releases (process ${supervisorOf(folder)}) does not answer. Its log is ${folder.logOf('supervisor')}.`,
  );
}

/** The supervisor was killed during the request. */
class SupervisorLost extends Error {}

async function readReply(socket: Socket, log: (line: string) => void): Promise<unknown> {
  // A killed supervisor resets its connections; `close` follows, as after a normal end.
  socket.on('error', () => undefined);
  for await (const line of createInterface({ input: socket })) {
    const reply = JSON.parse(line) as Reply;
    if ('say' in reply) log(reply.say);
    else if ('result' in reply) return reply.result;
    else throw new CommandError(reply.failure.message, reply.failure.exitCode);
  }
  throw new SupervisorLost();
}

/** The first signal ends the release; another one, more than a second later, ends this command. */
function endOnSignal(socket: Socket, log: (line: string) => void): () => void {
  let firstAtMs: number | null = null;
  const onSignal = () => {
    const now = performance.now();
    if (firstAtMs !== null && now - firstAtMs > sameSignalMs) process.exit(interrupted);
    if (firstAtMs === null) log('interrupted: the version is taken back');
    firstAtMs ??= now;
    socket.end();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}

/**
 * Asks the supervisor of the folder, which is started if there is none, and shows its progress.
 * @returns its result. @throws CommandError with its failure.
 */
export async function askSupervisor<Result>(
  folder: ReleaseFolder,
  request: ReleaseRequest,
  log: (line: string) => void,
): Promise<Result> {
  folder.create();
  const socket = await reachSupervisor(folder);
  const supervisor = supervisorOf(folder);
  const forget = request.command === 'release' ? endOnSignal(socket, log) : () => undefined;
  socket.write(lineOf(request));
  try {
    return (await readReply(socket, log)) as Result;
  } catch (error) {
    if (!(error instanceof SupervisorLost)) throw error;
    // The socket of a killed supervisor may accept connections until the kernel has ended the
    // process.
    await waitUntil(() => supervisorOf(folder) !== supervisor, connectDeadlineMs);
    // The next supervisor takes back the release that this one has left.
    (await reachSupervisor(folder)).destroy();
    throw new CommandError(
      'The supervisor of releases has ended before this command was done. Another one was started, and takes a release in progress back: see release status.',
    );
  } finally {
    forget();
    socket.destroy();
  }
}
