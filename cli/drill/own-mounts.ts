import { ownMounts } from '../../e2e/drills/own-disk';
import { startChild } from '../../platform/process/child';
import { exitCode } from '../program/exit-codes';

/** Runs this command again, with the right to mount file systems. @returns the exit code. */
export async function runWithOwnMounts(): Promise<number> {
  const [command, ...flags] = ownMounts;
  const args = [...flags, process.execPath, ...process.argv.slice(1)];
  const child = await startChild({
    command,
    args,
    deathSignal: 'SIGTERM',
    onLine: (line) => void process.stdout.write(`${line}\n`),
    onErrorLine: (line) => void process.stderr.write(`${line}\n`),
  });
  await child.closed;
  return (await child.exited).code ?? exitCode.failed;
}
