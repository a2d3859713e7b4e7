import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { authorityEnvironment } from '../../platform/config/child-environment';
import { urlHost } from '../../platform/net/url-host';
import type { ChildExit } from '../../platform/process/child';

const startDeadlineMs = 30_000;
/** Longer than the process needs to drain. */
const stopDeadlineMs = 6_000;
const errorBytesMax = 4_096;

export interface SandboxProcessOptions {
  host: string;
  port: number;
  dataFolder: string;
  apiSecret: string;
  callbackSecret: string;
  /** The name of the shop on the page of the bank. */
  merchantName: string;
  /** URL of the sandbox for buyers' browsers. Default: host and port. */
  publicUrl?: string;
  /** The compiled `main.js`. Default: the one next to this file. */
  entry?: string;
  /** Called with every line that the process writes to stderr. */
  onLog?: (line: string) => void;
}

export interface SandboxProcess {
  readonly url: string;
  readonly pid: number;
  /** Drains and stops it; kills it if that takes too long. */
  stop(): Promise<void>;
  /** Called once when the process has ended, also after `stop`. It is not restarted. */
  onExit(listener: (exit: ChildExit) => void): void;
}

/**
 * Starts the sandbox as a process and resolves when it listens. It ends with this process, even
 * after a crash. Throws an Error with the message of the process if it does not start.
 */
export async function startSandboxProcess(options: SandboxProcessOptions): Promise<SandboxProcess> {
  const { entry = path.join(__dirname, 'main.js'), onLog, ...sent } = options;
  // Almost empty, because the process needs only its options and must not see our secrets.
  const env = authorityEnvironment();
  const child = spawn(process.execPath, [entry], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  const lastError = collectErrors(child, onLog);
  // A process that ends early closes its stdin; `exited` reports it.
  child.stdin?.on('error', () => undefined);
  child.stdin?.write(`${JSON.stringify(sent)}\n`);

  const port = await firstOf(child, exited, lastError);
  const host = ['0.0.0.0', '::'].includes(options.host) ? '127.0.0.1' : options.host;
  return {
    url: `http://${urlHost(host)}:${port}`,
    pid: child.pid ?? 0,
    stop: () => stop(child, exited),
    onExit: (listener) => void exited.then(listener),
  };
}

async function firstOf(
  child: ChildProcess,
  exited: Promise<ChildExit>,
  lastError: () => string,
): Promise<number> {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    deadline = setTimeout(() => resolve(null), startDeadlineMs);
  });
  const listening = await Promise.race([listeningPort(child), exited, late]);
  clearTimeout(deadline);
  if (typeof listening === 'number') return listening;
  child.kill('SIGKILL');
  if (listening === null)
    throw new Error(
      `The payment sandbox did not start within ${startDeadlineMs / 1_000} s: this machine is busy. Start again.`,
    );
  throw new Error(lastError() || 'The payment sandbox exited during its start.');
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.setEncoding('utf8');
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const match = /^\{"listening":(\d{1,5})\}\n/.exec(text);
      if (match) resolve(Number(match[1]));
    });
  });
}

/** Returns a function that returns the last line. */
function collectErrors(child: ChildProcess, onLog?: (line: string) => void): () => string {
  let rest = '';
  let last = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-errorBytesMax);
    for (const line of lines) {
      last = line;
      onLog?.(line);
    }
  });
  return () => last;
}

async function stop(child: ChildProcess, exited: Promise<ChildExit>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const deadline = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
  await exited;
  clearTimeout(deadline);
}
