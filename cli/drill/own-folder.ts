import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { settingVariables } from '../../platform/config/child-environment';
import { endChild, type ReadChild, startChild } from '../../platform/process/child';
import { processesWhere } from '../../platform/process/listening-processes';
import { endForeignProcess } from '../../platform/process/process-table';
import { CommandError } from '../program/exit-codes';

const prefix = 'drill-all-of-';
/** PostgreSQL runs as another account, which has to pass the folder. */
const entered = 0o711;
/** A shop as many processes drains before it ends. */
const drillStopMs = 60_000;
const leftoverSignals = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 5_000],
] as const;

const isInOwnFolder = (): boolean => path.basename(tmpdir()).startsWith(prefix);

/** Ends every process that a drill has started and that outlives it. */
async function endLeftovers(folder: string): Promise<void> {
  const names = (text: string): boolean => text.includes(folder);
  const found = processesWhere((variables) => Object.values(variables).some(names));
  await Promise.all(found.map(({ pid }) => endForeignProcess(pid, leftoverSignals)));
}

/** A signal has ended the drill. */
export class DrillStopped extends CommandError {
  constructor() {
    super('The drill was stopped, and what it had made is removed.');
    this.name = 'DrillStopped';
  }
}

/** Waits for the end of a drill, which the first signal brings about. @throws DrillStopped then. */
export async function untilDrillEnds(child: ReadChild): Promise<void> {
  let ending: Promise<void> | null = null;
  const onSignal = () => {
    ending ??= endChild(child, [['SIGTERM', drillStopMs]]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  await child.closed;
  await ending;
  for (const signal of signals) process.removeListener(signal, onSignal);
  if (ending !== null) throw new DrillStopped();
}

/** Runs this command again with its temporary files in the folder. @returns the exit code. */
async function runAgain(folder: string): Promise<number> {
  const child = await startChild({
    command: process.execPath,
    args: [...process.execArgv, ...process.argv.slice(1)],
    environment: { ...settingVariables(), TMPDIR: folder },
    workingFolder: process.cwd(),
    deathSignal: 'SIGTERM',
    onLine: (line) => void process.stdout.write(`${line}\n`),
    onErrorLine: (line) => void process.stderr.write(`${line}\n`),
  });
  await untilDrillEnds(child);
  return (await child.exited).code ?? 1;
}

/**
 * Runs a drill as a process of its own, whose temporary files are in one folder. However it ends,
 * its processes end and the folder is removed.
 */
export async function inOwnFolder(drill: () => Promise<void>): Promise<void> {
  if (isInOwnFolder()) return drill();
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  chmodSync(folder, entered);
  try {
    process.exitCode = await runAgain(folder);
  } finally {
    await endLeftovers(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
