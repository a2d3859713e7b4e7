import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { RunningServers } from '../../cli/topology/servers';
import { resolvesWithin } from '../../platform/process/child';
import type { OpenedProgram, ProgramAnswer, ProgramRequest } from './messages';

/** A shop that drains longer is killed, which it survives. */
const drainDeadlineMs = 3_000;

export class ProgramError extends Error {}

/** A process that runs `program.ts`. Each method throws ProgramError with its message. */
export interface ProgramProcess {
  /** Resolves to the exit code or the signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
  preload(files: readonly string[]): Promise<void>;
  /** @returns the schema files that it has written. */
  load(): Promise<readonly string[]>;
  open(servers: RunningServers): Promise<OpenedProgram>;
  stop(): Promise<void>;
}

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 1));
    child.once('error', () => resolve(1));
  });
}

async function answerOf(
  child: ChildProcess,
  ended: Promise<number | NodeJS.Signals>,
  request: ProgramRequest,
): Promise<ProgramAnswer> {
  const answered = new Promise<ProgramAnswer>((resolve) => child.once('message', resolve));
  if (child.connected) child.send(request);
  const silent = ended.then((end) => ({ failed: `The process ended (${end}).` }));
  const answer = await Promise.race([answered, silent]);
  if ('failed' in answer) throw new ProgramError(answer.failed);
  return answer;
}

/** The process gets its own process group, so that Ctrl-C reaches only `npm run dev`. */
export function startProgram(): ProgramProcess {
  const child = spawn(process.execPath, [path.join(__dirname, 'program.js')], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = endOf(child);
  let last: Promise<unknown> = Promise.resolve();
  const ask = (request: ProgramRequest): Promise<ProgramAnswer> => {
    const answer = last.then(() => answerOf(child, ended, request));
    last = answer.catch(() => undefined);
    return answer;
  };
  return {
    ended,
    preload: async (files) => void (await ask({ preload: files })),
    load: async () => {
      const answer = await ask({ load: true });
      return 'loaded' in answer ? answer.loaded : [];
    },
    open: async (servers) => {
      const answer = await ask({ open: servers });
      if ('opened' in answer) return answer.opened;
      throw new ProgramError('The shop did not start.');
    },
    stop: async () => {
      child.kill('SIGTERM');
      if (!(await resolvesWithin(ended, drainDeadlineMs))) child.kill('SIGKILL');
      await ended;
    },
  };
}
